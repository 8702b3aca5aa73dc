//! `effect`: what is certain of a block or a revocation, in the documents of all commands that set one.

use super::{View, when};
use crate::domain::effect::{Effect, Told};
use crate::domain::time::Moment;
use crate::output::cell::Field;
use serde::Serialize;

/// What holds here, what holds at ID Authentication, and what would make it certain there.
#[derive(Debug, Clone, Serialize)]
pub struct EffectView {
    /// `at-once`: this tool refuses from now on.
    pub here: &'static str,
    pub ida: AtIdaView,
    /// Each alone makes it certain at ID Authentication, once it was told; the end in time even if it was not. Empty
    /// where nothing can pass there any more.
    pub certain_by: Vec<CertaintyView>,
    #[serde(skip)]
    effect: Effect,
}

#[derive(Debug, Clone, Serialize)]
pub struct AtIdaView {
    /// `delivered`, `waiting` in the outbox, `unsettled` while it is to be said again, `not-named` by the context, `unknown` where the context named none when it was
    /// set, `nothing-to-tell`, or `unheeded`: it makes nothing of what it is told.
    pub told: &'static str,
    /// The command that tells it, where it was not told.
    pub tell: Option<&'static str>,
    /// `at-once`, `when-told` or `never`.
    pub without_cache: &'static str,
    /// With the cache that MOSIP ships (`spring.cache.type=SIMPLE`); `null` where nothing can be in it that still counts.
    pub with_cache: Option<CachedView>,
}

/// How long what was accepted before goes on being accepted.
#[derive(Debug, Clone, Serialize)]
pub struct CachedView {
    /// `restart` of the auth and otp services, after it was told.
    pub until: &'static str,
    /// It ends by itself then: dates are compared on every check.
    pub at_the_latest: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct CertaintyView {
    /// `no-cache`, `restart`, `end` or `no-policy`.
    pub by: &'static str,
    /// What is to be done, for people.
    pub how: String,
    /// When it comes by itself.
    pub at: Option<String>,
}

const AT_ONCE: &str = "at-once";
const NO_CACHE: &str =
    "set spring.cache.type=NONE in ID Authentication; from its next start on it obeys at once";
const NO_POLICY: &str = "take it from each MISP that has it: pmctl misp update MISP --no-policy";
const RESTART: &str = "restart ID Authentication's auth and otp services";

impl From<Effect> for EffectView {
    fn from(effect: Effect) -> Self {
        let (tell, without_cache) = match effect.told {
            Told::Delivered | Told::NothingToTell => (None, AT_ONCE),
            Told::Waiting | Told::Unsettled => (Some("pmctl outbox push"), "when-told"),
            Told::NotNamed | Told::Unknown => (Some("pmctl ida reconcile"), "when-told"),
            Told::Unheeded => (None, "never"),
        };
        Self {
            here: AT_ONCE,
            ida: AtIdaView {
                told: effect.told.word(),
                tell,
                without_cache,
                with_cache: effect.cached_until.map(|end| CachedView {
                    until: "restart",
                    at_the_latest: end.to_string(),
                }),
            },
            certain_by: match (effect.told, effect.cached_until) {
                (Told::Unheeded, _) => vec![by_hand("no-policy", NO_POLICY)],
                (_, Some(end)) => certain(end),
                (_, None) => Vec::new(),
            },
            effect,
        }
    }
}

fn by_hand(by: &'static str, how: &str) -> CertaintyView {
    CertaintyView {
        by,
        how: how.to_owned(),
        at: None,
    }
}

fn certain(end: Moment) -> Vec<CertaintyView> {
    vec![
        by_hand("no-cache", NO_CACHE),
        by_hand("restart", RESTART),
        CertaintyView {
            by: "end",
            how: format!("wait until {}: it ends by itself", when(end)),
            at: Some(end.to_string()),
        },
    ]
}

fn in_words(told: Told) -> &'static str {
    match told {
        Told::Delivered => "told; at once where it keeps no cache",
        Told::Waiting => "not told yet: pmctl outbox push",
        Told::NotNamed => "not told: the context names no ID Authentication",
        Told::Unsettled => {
            "told; something sent before may arrive after it: pmctl outbox push in some minutes"
        }
        Told::Unknown => {
            "perhaps not told: the context named no ID Authentication then; pmctl ida reconcile"
        }
        Told::NothingToTell => "it was never told of it",
        Told::Unheeded => "never: it does not look at the status of a MISP's policy",
    }
}

fn still_accepts(end: &str) -> String {
    format!(
        "what it accepted before, until its auth and otp services restart, at the latest until {end}"
    )
}

/// What [`EffectView::fields`] says, of several subjects at once: for a table, whose rows have no room for it.
pub fn of_several(effects: &[(String, Effect)]) -> Option<String> {
    let mut told: Vec<(Told, Vec<&str>)> = Vec::new();
    for (id, effect) in effects {
        match told.iter_mut().find(|(one, _)| *one == effect.told) {
            Some((_, ids)) => ids.push(id),
            None => told.push((effect.told, vec![id])),
        }
    }
    let at_ida = match told.as_slice() {
        [] => return None,
        [(told, _)] => in_words(*told).to_owned(),
        several => {
            let each = several.iter();
            let each = each.map(|(told, ids)| format!("{}: {}", ids.join(" "), in_words(*told)));
            each.collect::<Vec<_>>().join("; ")
        }
    };
    let end = effects.iter().filter_map(|(_, effect)| effect.cached_until);
    let cached = end.max().map(|end| still_accepts(&when(end)));
    let cached = cached.map_or(String::new(), |cached| {
        format!("; still accepted: {cached}")
    });
    Some(format!(
        "holds here at once; at ID Authentication: {at_ida}{cached}"
    ))
}

impl EffectView {
    pub fn fields(&self) -> [Field; 4] {
        let told = in_words(self.effect.told);
        let end = self.effect.cached_until.map(when);
        let cached = end.as_deref().map(still_accepts);
        let unheeded = self.effect.told == Told::Unheeded;
        let certain = end.map(|end| {
            format!(
                "spring.cache.type=NONE there, or a restart of its auth and otp services, or {end}"
            )
        });
        [
            Field::new("holds_here", "at once"),
            Field::new("holds_at_ida", told),
            Field::optional("ida_still_accepts", cached),
            Field::optional(
                "certain_by",
                certain.or(unheeded.then(|| NO_POLICY.to_owned())),
            ),
        ]
    }
}

/// An entity that was barred, with what that does.
#[derive(Debug, Serialize)]
pub struct BarredView<V> {
    #[serde(flatten)]
    pub entity: V,
    pub effect: EffectView,
}

impl<V> BarredView<V> {
    pub fn new(entity: V, effect: Effect) -> Self {
        Self {
            entity,
            effect: effect.into(),
        }
    }
}

impl<V: View> View for BarredView<V> {
    const NOUN: &'static str = V::NOUN;
    const COLUMNS: &'static [&'static str] = V::COLUMNS;

    fn id(&self) -> String {
        self.entity.id()
    }

    fn fields(&self) -> Vec<Field> {
        let mut fields = self.entity.fields();
        fields.extend(self.effect.fields());
        fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(told: Told, until: Option<&str>) -> serde_json::Value {
        let effect = Effect {
            told,
            cached_until: until.map(|end| end.parse().unwrap()),
        };
        serde_json::to_value(EffectView::from(effect)).unwrap()
    }

    #[test]
    fn the_document() {
        assert_eq!(
            json(Told::Waiting, Some("2027-02-21T12:00:00Z")),
            serde_json::json!({
                "here": "at-once",
                "ida": {
                    "told": "waiting",
                    "tell": "pmctl outbox push",
                    "without_cache": "when-told",
                    "with_cache": {"until": "restart", "at_the_latest": "2027-02-21T12:00:00Z"},
                },
                "certain_by": [
                    {"by": "no-cache", "how": NO_CACHE, "at": null},
                    {"by": "restart", "how": RESTART, "at": null},
                    {"by": "end", "how": "wait until 2027-02-21T12:00:00Z: it ends by itself",
                     "at": "2027-02-21T12:00:00Z"},
                ],
            })
        );
    }

    #[test]
    fn what_is_unheeded_is_made_certain_elsewhere() {
        let document = json(Told::Unheeded, None);
        assert_eq!(document["ida"]["told"], "unheeded");
        assert_eq!(document["ida"]["without_cache"], "never");
        assert_eq!(document["certain_by"][0]["by"], "no-policy");
    }

    #[test]
    fn nothing_to_be_cached_is_certain() {
        for (told, tell, without) in [
            (Told::Delivered, None, "at-once"),
            (Told::NothingToTell, None, "at-once"),
            (Told::NotNamed, Some("pmctl ida reconcile"), "when-told"),
            (Told::Unknown, Some("pmctl ida reconcile"), "when-told"),
        ] {
            let document = json(told, None);
            assert_eq!(document["ida"]["told"], told.word());
            assert_eq!(document["ida"]["tell"], serde_json::json!(tell));
            assert_eq!(document["ida"]["without_cache"], without);
            assert_eq!(document["ida"]["with_cache"], serde_json::Value::Null);
            assert_eq!(document["certain_by"], serde_json::json!([]));
        }
    }
}
