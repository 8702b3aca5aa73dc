//! Every rule of the store, on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

#[path = "store/audit.rs"]
mod audit_rules;
#[path = "store/intents.rs"]
mod intent_rules;
#[path = "store/licenses.rs"]
mod license_rules;
#[path = "store/opening.rs"]
mod opening;
#[path = "store/outbox.rs"]
mod outbox_rules;
#[path = "store/owners.rs"]
mod owners;
#[path = "store/place.rs"]
mod place;
#[path = "support/postgres.rs"]
mod postgres_server;
#[path = "store/pulls.rs"]
mod pull_rules;
#[path = "store/reach.rs"]
mod reach;
#[path = "store/round_trip.rs"]
mod round_trip;
#[path = "store/secrets.rs"]
mod secrets;
#[path = "store/transactions.rs"]
mod transactions;
#[path = "store/uniqueness.rs"]
mod uniqueness;
#[path = "store/values.rs"]
mod values;

macro_rules! on_both {
    ($($module:ident :: { $($rule:ident),* $(,)? })*) => {
        mod sqlite {
            $(mod $module { $(
                #[test]
                fn $rule() {
                    crate::$module::$rule(&crate::place::Place::fresh(crate::place::Back::Sqlite));
                }
            )* })*
        }
        mod postgres {
            $(mod $module { $(
                #[test]
                fn $rule() {
                    crate::$module::$rule(&crate::place::Place::fresh(crate::place::Back::Postgres));
                }
            )* })*
        }
    };
}

on_both! {
    opening::{
        it_is_made_once_and_kept,
        what_is_not_there_is_not_made_unasked,
        many_that_make_it_at_once_make_one,
        a_newer_schema_is_refused,
        a_wrong_seal_key_is_refused,
        a_check_of_a_sound_store_finds_nothing,
    }
    license_rules::{
        an_older_store_is_brought_up_to_date,
        a_list_of_one_status_goes_by_the_rule,
        the_newest_of_a_misp_is_the_one_that_nothing_renews,
        everything_is_counted_by_state,
        messages_with_a_time_of_their_own_are_told_when_it_has_passed,
    }
    pull_rules::{
        a_triple_is_read_whole,
        the_license_in_force_is_that_of_the_rule,
        the_certificate_goes_by_who_signs,
        readers_wait_for_no_writer,
    }
    round_trip::{
        misps_come_back,
        the_policy_of_a_misp_comes_back,
        licenses_come_back,
        policies_come_back,
        partners_come_back,
        mappings_come_back,
        api_keys_come_back,
        replaced_keys_of_an_older_store_name_their_successor,
        cas_come_back,
        certificates_come_back,
        keys_come_back,
        settings_come_back,
        counters_count_from_their_start,
        lists_go_on_where_a_page_ended,
        lists_sort_by_bytes_not_by_language,
        what_is_not_there_is_named,
        what_ends_is_found_soonest_first,
        an_unknown_word_is_damage,
    }
    uniqueness::{
        names_of_misps,
        ids_of_misps_and_partners_share_a_namespace,
        names_of_partners_within_a_group,
        names_of_policies_within_a_group,
        names_of_groups,
        one_renewal_per_license,
        keys_in_clear,
        one_waiting_and_one_approved_mapping,
        one_current_certificate_per_holder,
        one_current_key_per_partner,
        a_ca_once_per_domain,
        a_rename_onto_a_taken_name,
        an_update_of_what_is_not_there,
        what_a_row_names_must_exist,
    }
    transactions::{
        writers_at_once_leave_no_gap_and_no_double,
        the_second_writer_sees_what_the_first_wrote,
        a_snapshot_does_not_move,
        a_write_moves_its_own_snapshot,
        a_dropped_transaction_never_happened,
        a_transaction_of_a_panic_never_happened,
        a_clash_spoils_the_whole_transaction,
        every_commit_moves_the_head_by_one,
        a_failure_that_was_passed_over_is_not_committed,
        a_write_within_a_write_is_refused,
        a_store_that_stays_locked_is_told,
    }
    audit_rules::{
        entries_come_back_in_order,
        a_whole_chain_is_whole,
        a_changed_entry_is_found,
        a_text_moved_to_the_next_column_is_found,
        nothing_and_the_empty_text_differ,
        a_missing_entry_is_found,
        a_cut_tail_is_found,
        an_added_entry_is_found,
    }
    secrets::{
        no_secret_is_in_the_files,
        a_key_is_found_by_its_text,
        a_sealed_value_opens_only_in_its_row,
        a_check_opens_every_setting,
    }
    owners::{
        an_owner_lives_until_it_is_dropped,
        owners_of_workers_are_apart,
        a_killed_process_is_dead,
    }
    intent_rules::{
        an_intent_comes_back,
        one_open_intent_per_kind_and_subject,
        an_ended_intent_makes_room,
        taking_over_locks_out_the_former_owner,
        a_result_belongs_to_its_attempt,
        of_two_that_take_over_one_wins,
        only_unfinished_ones_are_listed,
    }
    outbox_rules::{
        messages_come_back_in_order,
        the_same_message_is_kept_once,
        one_under_way_or_lost_makes_no_room,
        one_that_stayed_is_as_before,
        what_nobody_was_told_is_remembered_until_all_is_told,
        a_removed_one_makes_room,
        one_not_yet_due_waits_and_holds_nobody_back,
        receivers_are_apart,
        a_failure_is_kept_with_the_message,
        positions_are_never_used_again,
    }
}
