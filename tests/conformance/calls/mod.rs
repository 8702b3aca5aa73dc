//! Every call of the Kernel that the tool relies on, as cases that are asked of any Kernel.

mod access;
mod answer;
mod audit;
mod ca;
mod ca_bundle;
mod case;
mod chain;
mod crypto;
mod envelope;
mod form;
mod kernel;
mod key_request;
mod license;
mod listing;
mod login;
mod made;
mod master_key;
mod messages;
mod openssl;
mod order;
mod partner;
mod partner_key;
mod profile;
mod resigned;
mod table;
mod trust;

use case::{Case, Column};
use kernel::Kernel;

use crate::target::Target;

fn all() -> Vec<Case> {
    [
        envelope::CASES,
        access::CASES,
        ca::CASES,
        ca_bundle::CASES,
        partner::CASES,
        profile::CASES,
        order::CASES,
        resigned::CASES,
        trust::CASES,
        listing::CASES,
        partner_key::CASES,
        chain::CASES,
        master_key::CASES,
        key_request::CASES,
        crypto::CASES,
        license::CASES,
        audit::CASES,
        login::CASES,
    ]
    .concat()
}

/// What every target answers to every case, and a line for each answer that is not as it should be.
fn ask(target: &Target, cases: &[Case]) -> (Column, Vec<String>) {
    let kernel = Kernel::of(target);
    let mut column = Column::new(target);
    let mut differences = Vec::new();
    for case in cases {
        let (word, difference) = case.put_to(&kernel);
        column.words.push(word);
        differences.extend(difference);
    }
    (column, differences)
}

#[test]
fn every_kernel_answers_as_the_contract_says() {
    let cases = all();
    let targets = Target::all();
    let asked: Vec<_> = std::thread::scope(|scope| {
        let asking = targets
            .iter()
            .map(|target| scope.spawn(|| ask(target, &cases)));
        let asking: Vec<_> = asking.collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let (columns, differences): (Vec<_>, Vec<_>) = asked.into_iter().unzip();
    let mut differences = differences.concat();
    differences.extend(table::settle(&cases, &columns));
    assert!(
        differences.is_empty(),
        "{} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
