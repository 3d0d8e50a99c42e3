//! The one table of error codes: kind, what is safe, what to do next.

use super::view::{ErrorKind, ErrorOfferView, ErrorView, Params};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident: $code:literal, $kind:ident, kept $kept:literal, next $next:literal;)*) => {
        /// Every failure that can cross the boundary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum ErrorCode {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorCode {
            /// All of them, for the test of the message catalogue.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            const fn row(self) -> (&'static str, ErrorKind, &'static str, &'static str) {
                match self {
                    $(Self::$variant => ($code, ErrorKind::$kind, $kept, $next),)*
                }
            }
        }
    };
}

codes! {
    /// No such call.
    CallUnknown: "call.unknown", BadInput, kept "nothing_changed", next "update_app";
    /// The request is not what the call takes.
    CallMalformed: "call.malformed", BadInput, kept "nothing_changed", next "restart_app";
    /// The request is larger than any call takes.
    CallTooLarge: "call.too_large", BadInput, kept "nothing_changed", next "smaller_file";
    /// Screen and core speak different versions.
    HelloVersion: "hello.version", UpdateNeeded, kept "certificates_safe", next "update_app";
    /// A defect of the program.
    Internal: "app.internal", Internal, kept "certificates_safe", next "restart_app";
    /// The machine gives no random numbers.
    NoEntropy: "app.no_entropy", Internal, kept "nothing_changed", next "restart_device";

    /// The disk is full.
    StoreDiskFull: "store.disk_full", Storage, kept "certificates_safe", next "free_space";
    /// The data folder may not be written.
    StoreNotPermitted: "store.not_permitted", Storage, kept "certificates_safe", next "check_folder";
    /// Another process uses the data folder.
    StoreBusy: "store.busy", Busy, kept "certificates_safe", next "close_other";
    /// A newer version of the app wrote the files.
    StoreTooNew: "store.too_new", UpdateNeeded, kept "certificates_safe", next "update_app";
    /// The wallet's file is damaged and was set aside.
    StoreSetAside: "store.set_aside", Storage, kept "file_set_aside", next "bring_file_or_enrol";
    /// The keyring does not answer.
    StoreKeyring: "store.keyring", Storage, kept "certificates_safe", next "unlock_keyring";
    /// The keyring has lost its half of the key.
    StoreKeyringLost: "store.keyring_lost", Storage, kept "certificates_safe", next "same_login";
    /// The key store does not answer.
    StoreKeyStore: "store.key_store", Storage, kept "certificates_safe", next "restart_device";
    /// The key was invalidated by the machine, for example by a new fingerprint.
    StoreKeyInvalidated: "store.key_invalidated", Storage, kept "certificates_safe", next "enrol_again";
    /// The disk failed in some other way.
    StoreFailed: "store.failed", Storage, kept "certificates_safe", next "restart_app";

    /// Nobody has enrolled here.
    WalletNone: "wallet.none", NotFound, kept "nothing_changed", next "enrol_first";
    /// The wallet is locked.
    WalletLocked: "wallet.locked", Locked, kept "certificates_safe", next "unlock";
    /// The secret is wrong.
    UnlockWrongSecret: "unlock.wrong_secret", WrongSecret, kept "nothing_deleted", next "try_secret_again";
    /// Too many wrong tries; wait.
    UnlockWait: "unlock.wait", WrongSecret, kept "nothing_deleted", next "wait_then_try";
    /// Codes need the person's presence first.
    PresenceNeeded: "presence.needed", Locked, kept "certificates_safe", next "give_presence";
    /// The machine's own check was declined or timed out.
    PresenceDeclined: "presence.declined", Declined, kept "certificates_safe", next "give_presence";

    /// The new secret is too short.
    SecretShort: "secret.short", BadInput, kept "secret_unchanged", next "longer_secret";
    /// The new PIN has other signs than digits.
    SecretNotDigits: "secret.not_digits", BadInput, kept "secret_unchanged", next "digits_only";
    /// The new secret is among the first that anyone would try.
    SecretWeak: "secret.weak", BadInput, kept "secret_unchanged", next "less_obvious_secret";
    /// A secret is longer than anything typed.
    SecretLong: "secret.long", BadInput, kept "secret_unchanged", next "shorter_secret";
    /// The new secret is the present one.
    SecretSame: "secret.same", BadInput, kept "secret_unchanged", next "another_secret";

    /// The person declined.
    ConfirmDeclined: "confirm.declined", Declined, kept "nothing_changed", next "start_again_if_wanted";
    /// Nobody answered in time.
    ConfirmTimedOut: "confirm.timed_out", Declined, kept "nothing_changed", next "start_again_if_wanted";
    /// The Confirm screen cannot be shown.
    ConfirmUnavailable: "confirm.unavailable", Internal, kept "nothing_changed", next "restart_app";
    /// The answer does not belong to what was shown.
    ConfirmMismatch: "confirm.mismatch", Refused, kept "nothing_changed", next "start_again_if_wanted";
    /// Another Confirm screen is open.
    ConfirmBusy: "confirm.busy", Busy, kept "nothing_changed", next "answer_open_confirm";

    /// The number is not eight digits.
    EnrolNumberMalformed: "enrol.number_malformed", BadInput, kept "voucher_unused", next "check_paper";
    /// The digits are not eight digits.
    EnrolDigitsMalformed: "enrol.digits_malformed", BadInput, kept "voucher_unused", next "check_paper";
    /// The text or picture holds no voucher.
    EnrolNotAVoucher: "enrol.not_a_voucher", BadInput, kept "voucher_unused", next "scan_voucher_paper";
    /// The new PIN is too short.
    EnrolSecretShort: "enrol.secret_short", BadInput, kept "voucher_unused", next "longer_secret";
    /// The new PIN has other signs than digits.
    EnrolSecretNotDigits: "enrol.secret_not_digits", BadInput, kept "voucher_unused", next "digits_only";
    /// The new secret is among the first that anyone would try.
    EnrolSecretWeak: "enrol.secret_weak", BadInput, kept "voucher_unused", next "less_obvious_secret";
    /// The new secret is longer than anything typed.
    EnrolSecretLong: "enrol.secret_long", BadInput, kept "voucher_unused", next "shorter_secret";
    /// There is a wallet already.
    EnrolWalletExists: "enrol.wallet_exists", Conflict, kept "certificates_safe", next "unlock_or_erase";
    /// Another enrolment is going on.
    EnrolBusy: "enrol.busy", Busy, kept "voucher_unused", next "wait_for_enrol";
    /// No platform address is set.
    EnrolNoPlatform: "enrol.no_platform", Offline, kept "voucher_unused", next "set_platform";
    /// The platform cannot be reached; nothing was sent.
    EnrolOffline: "enrol.offline", Offline, kept "voucher_unused", next "try_with_network";
    /// The request was sent and the answer never came.
    EnrolAnswerLost: "enrol.answer_lost", Offline, kept "enrolment_kept", next "resume_enrol";
    /// The secret is not the one chosen when the enrolment started.
    EnrolPendingSecret: "enrol.pending_secret", WrongSecret, kept "enrolment_kept", next "same_secret";
    /// No enrolment waits for its answer.
    EnrolNothingPending: "enrol.nothing_pending", NotFound, kept "nothing_changed", next "enrol_first";
    /// The platform does not know the voucher.
    EnrolVoucherUnknown: "enrol.voucher_unknown", Refused, kept "nothing_changed", next "check_paper";
    /// The voucher's fifteen minutes are over.
    EnrolVoucherExpired: "enrol.voucher_expired", Refused, kept "nothing_changed", next "new_voucher";
    /// The voucher was used.
    EnrolVoucherUsed: "enrol.voucher_used", Refused, kept "nothing_changed", next "new_voucher";
    /// Wrong digits, and some tries are left.
    EnrolVoucherTriesLeft: "enrol.voucher_tries_left", Refused, kept "nothing_changed", next "check_paper";
    /// Wrong digits too often.
    EnrolVoucherBlocked: "enrol.voucher_blocked", Refused, kept "nothing_changed", next "new_voucher";
    /// Too many tries from this address.
    EnrolRateLimited: "enrol.rate_limited", Busy, kept "voucher_unused", next "wait_then_try";
    /// The platform is busy.
    EnrolPlatformBusy: "enrol.platform_busy", Busy, kept "enrolment_kept", next "wait_then_try";
    /// The platform failed.
    EnrolPlatformFailed: "enrol.platform_failed", Internal, kept "enrolment_kept", next "wait_then_try";
    /// The platform wants a newer app.
    EnrolUpdateNeeded: "enrol.update_needed", UpdateNeeded, kept "nothing_changed", next "update_app";
    /// The platform refuses the request for another reason.
    EnrolRefused: "enrol.refused", Refused, kept "nothing_changed", next "ask_station";
    /// What the platform sent is not what was asked for.
    EnrolAnswerBad: "enrol.answer_bad", Internal, kept "enrolment_kept", next "ask_station";

    /// No such certificate here.
    CertificateNotFound: "certificates.not_found", NotFound, kept "nothing_changed", next "back_to_list";
    /// A stored certificate cannot be read.
    CertificateUnreadable: "certificates.unreadable", Storage, kept "certificates_safe", next "enrol_again";

    /// The showing has ended.
    ShowEnded: "show.ended", NotFound, kept "certificates_safe", next "show_again";
    /// No such field.
    ShowFieldUnknown: "show.field_unknown", BadInput, kept "nothing_shown", next "choose_other_fields";
    /// The field is never part of a timed code.
    ShowFieldNotAllowed: "show.field_not_allowed", Refused, kept "nothing_shown", next "choose_other_fields";
    /// The device's clock is behind what it has already seen.
    ShowClockBehind: "show.clock_behind", Refused, kept "nothing_shown", next "set_clock";
    /// The code would be too dense to scan.
    ShowTooDense: "show.too_dense", Refused, kept "nothing_shown", next "fewer_fields";
    /// The key of this copy is gone.
    ShowCannotProve: "show.cannot_prove", Refused, kept "certificates_safe", next "enrol_again";

    /// The picture has no code.
    ScanNoCode: "scan.no_code", BadInput, kept "nothing_changed", next "closer_picture";
    /// The file is not a picture.
    ScanNotAPicture: "scan.not_a_picture", BadInput, kept "nothing_changed", next "choose_picture";
    /// The picture has too many pixels or bytes.
    ScanPictureTooLarge: "scan.picture_too_large", BadInput, kept "nothing_changed", next "smaller_file";

    /// No platform address is set.
    SnapshotsNoPlatform: "snapshots.no_platform", Offline, kept "old_snapshots_kept", next "set_platform";
    /// The platform cannot be reached.
    SnapshotsOffline: "snapshots.offline", Offline, kept "old_snapshots_kept", next "try_with_network";
    /// The platform is busy or failed.
    SnapshotsPlatformFailed: "snapshots.platform_failed", Busy, kept "old_snapshots_kept", next "wait_then_try";
    /// What came is not readable.
    SnapshotsUnreadable: "snapshots.unreadable", Refused, kept "old_snapshots_kept", next "try_with_network";
    /// A signature does not hold, or no known root leads there.
    SnapshotsNotTrusted: "snapshots.not_trusted", Refused, kept "old_snapshots_kept", next "ask_station";
    /// Older than what is here.
    SnapshotsRolledBack: "snapshots.rolled_back", Refused, kept "old_snapshots_kept", next "try_with_network";
    /// The list's own validity is over.
    SnapshotsExpired: "snapshots.expired", Refused, kept "old_snapshots_kept", next "try_with_network";

    /// No such draft here.
    DraftsNotFound: "drafts.not_found", NotFound, kept "drafts_safe", next "back_to_list";
    /// The draft was handed in already.
    DraftsSent: "drafts.sent", Conflict, kept "drafts_safe", next "see_outbox";
    /// Something is missing or wrong, or the draft changed meanwhile.
    DraftsIncomplete: "drafts.incomplete", Refused, kept "drafts_safe", next "check_materials";
    /// Two devices changed the same field, and nobody has chosen yet.
    DraftsConflict: "drafts.conflict", Conflict, kept "drafts_safe", next "choose_values";
    /// There is no such conflict, or it was chosen in.
    DraftsNoConflict: "drafts.no_conflict", NotFound, kept "drafts_safe", next "back_to_list";
    /// An answer is no answer.
    DraftsBadValue: "drafts.bad_value", BadInput, kept "drafts_safe", next "fill_again";
    /// The service has no such material, or it is not handed in that way.
    DraftsNoMaterial: "drafts.no_material", NotFound, kept "drafts_safe", next "check_materials";
    /// No such file.
    DraftsNoFile: "drafts.no_file", NotFound, kept "drafts_safe", next "check_materials";
    /// The file has no bytes.
    DraftsFileEmpty: "drafts.file_empty", BadInput, kept "drafts_safe", next "another_photo";
    /// The file has too many bytes.
    DraftsFileTooLarge: "drafts.file_too_large", BadInput, kept "drafts_safe", next "smaller_file";
    /// The picture has too many pixels.
    DraftsTooManyPixels: "drafts.too_many_pixels", BadInput, kept "drafts_safe", next "smaller_file";
    /// The material does not take such a file.
    DraftsFileType: "drafts.file_type", BadInput, kept "drafts_safe", next "another_photo";
    /// The file cannot be read.
    DraftsFileBroken: "drafts.file_broken", BadInput, kept "drafts_safe", next "another_photo";
    /// The material has as many files as it takes.
    DraftsTooManyFiles: "drafts.too_many_files", Refused, kept "drafts_safe", next "remove_file";
    /// What is filled in is longer than the platform takes.
    DraftsTooLong: "drafts.too_long", BadInput, kept "drafts_safe", next "shorten";
    /// Staff have no applications of their own in this wallet.
    DraftsNotAResident: "drafts.not_a_resident", Refused, kept "nothing_changed", next "own_device";
    /// No such item in the outbox.
    OutboxNotFound: "outbox.not_found", NotFound, kept "drafts_safe", next "back_to_list";
    /// The item may have reached the platform.
    OutboxOffered: "outbox.offered", Conflict, kept "drafts_safe", next "withdraw_instead";
    /// No such case here.
    CasesNotFound: "cases.not_found", NotFound, kept "nothing_changed", next "back_to_list";
    /// The case does not allow it in its present state.
    CasesNotAllowed: "cases.not_allowed", Refused, kept "nothing_changed", next "look_again";
    /// The file made room for others; the platform has it.
    CasesFileNotHere: "cases.file_not_here", NotFound, kept "nothing_changed", next "ask_station";
    /// The case waits for nothing from the applicant.
    CasesNothingToSupply: "cases.nothing_to_supply", Refused, kept "drafts_safe", next "look_again";
    /// The wallet is not a member of staff's.
    DeskNotStaff: "desk.not_staff", Refused, kept "nothing_changed", next "own_device";
    /// No platform address is set.
    DeskNoPlatform: "desk.no_platform", Offline, kept "nothing_changed", next "set_platform";
    /// The platform cannot be reached.
    DeskOffline: "desk.offline", Offline, kept "nothing_changed", next "try_with_network";
    /// The act was sent and the answer never came.
    DeskAnswerLost: "desk.answer_lost", Offline, kept "act_kept", next "sent_again";
    /// The platform does not let this member of staff.
    DeskNotYours: "desk.not_yours", Refused, kept "nothing_changed", next "ask_admin";
    /// The platform is busy.
    DeskPlatformBusy: "desk.platform_busy", Busy, kept "nothing_changed", next "wait_then_try";
    /// The platform failed.
    DeskPlatformFailed: "desk.platform_failed", Internal, kept "nothing_changed", next "wait_then_try";
    /// The platform wants a newer app.
    DeskUpdateNeeded: "desk.update_needed", UpdateNeeded, kept "nothing_changed", next "update_app";
    /// What the platform sent does not check out.
    DeskAnswerBad: "desk.answer_bad", Refused, kept "nothing_changed", next "ask_admin";
    /// Another act is under way.
    DeskBusy: "desk.busy", Busy, kept "nothing_changed", next "wait_then_try";
    /// The case changed since it was seen.
    DeskStale: "desk.stale", Conflict, kept "nothing_changed", next "look_again";
    /// The platform's rules refuse the act.
    DeskRejected: "desk.rejected", Refused, kept "nothing_changed", next "look_again";
    /// The state of the case does not allow it.
    DeskNotNow: "desk.not_now", Refused, kept "nothing_changed", next "look_again";
    /// A material has no judgement yet.
    DeskUnjudged: "desk.unjudged", Refused, kept "nothing_changed", next "look_again";
    /// There is nothing that a notice could name.
    DeskNothingMissing: "desk.nothing_missing", Refused, kept "nothing_changed", next "look_again";
    /// An earlier notice could have named it (rule L6).
    DeskToldBefore: "desk.told_before", Refused, kept "nothing_changed", next "look_again";
    /// Something is missing that was not asked for.
    DeskStillMissing: "desk.still_missing", Refused, kept "nothing_changed", next "look_again";
    /// A reason, a clause or a remedy is not there (row 44).
    DeskRulingIncomplete: "desk.ruling_incomplete", Refused, kept "nothing_changed", next "choose_from_list";
    /// The judgement does not go with the material.
    DeskNoSuchJudgement: "desk.no_such_judgement", Refused, kept "nothing_changed", next "choose_from_list";
    /// The corrected answer is not right.
    DeskNotRight: "desk.not_right", Refused, kept "nothing_changed", next "fill_again";
    /// A choice that is none.
    DeskBadChoice: "desk.bad_choice", BadInput, kept "nothing_changed", next "choose_from_list";

    /// The build has no region pack.
    ServicesNoPack: "services.no_pack", Internal, kept "certificates_safe", next "update_app";
    /// The region pack cannot be read.
    ServicesUnreadable: "services.unreadable", Refused, kept "certificates_safe", next "update_app";
    /// The pack that a draft or case names is not on this device.
    ServicesPackMissing: "services.pack_missing", NotFound, kept "drafts_safe", next "try_with_network";
    /// No such service in the pack.
    ServicesNotFound: "services.not_found", NotFound, kept "nothing_changed", next "back_to_list";

    /// No folder for exported files is set.
    ExchangeNoFolder: "exchange.no_folder", Internal, kept "nothing_changed", next "other_device";
    /// The file could not be written.
    ExchangeNotWritten: "exchange.not_written", Storage, kept "drafts_safe", next "free_space";
    /// What there is, is more than one file takes.
    ExchangeTooLarge: "exchange.too_large", BadInput, kept "drafts_safe", next "ask_station";
    /// The file is neither an export nor a move file.
    ExchangeNotOne: "exchange.not_one", BadInput, kept "nothing_changed", next "choose_other_file";
    /// A newer version of the app wrote the file.
    ExchangeNewer: "exchange.newer", UpdateNeeded, kept "nothing_changed", next "update_app";
    /// The file needs the code that the other device showed.
    ExchangeCodeNeeded: "exchange.code_needed", BadInput, kept "nothing_changed", next "type_code";
    /// The code is another one.
    ExchangeWrongCode: "exchange.wrong_code", WrongSecret, kept "nothing_changed", next "type_code";
    /// The file was changed or cut.
    ExchangeDamaged: "exchange.damaged", Refused, kept "nothing_changed", next "make_file_again";
    /// The file is another person's.
    ExchangeNotYours: "exchange.not_yours", Refused, kept "nothing_changed", next "own_wallet";
    /// No file is being taken in.
    ExchangeNotBegun: "exchange.not_begun", NotFound, kept "nothing_changed", next "choose_file_again";

    /// Not a locale tag.
    SettingsLocale: "settings.locale", BadInput, kept "nothing_changed", next "choose_from_list";
    /// Outside of what may be set.
    SettingsAutoLock: "settings.auto_lock", BadInput, kept "nothing_changed", next "choose_from_list";
    /// Quiet hours that are no time of a day.
    RemindersQuiet: "reminders.quiet", BadInput, kept "nothing_changed", next "choose_from_list";
}

impl ErrorCode {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        self.row().0
    }

    /// Its kind.
    pub const fn kind(self) -> ErrorKind {
        self.row().1
    }

    /// What a screen offers beside its words.
    pub const fn offer(self) -> Option<ErrorOfferView> {
        match self {
            Self::StoreSetAside | Self::StoreKeyringLost => Some(ErrorOfferView::StartAnew),
            Self::EnrolNumberMalformed
            | Self::EnrolDigitsMalformed
            | Self::EnrolNotAVoucher
            | Self::EnrolVoucherUnknown
            | Self::EnrolVoucherExpired
            | Self::EnrolVoucherUsed
            | Self::EnrolVoucherTriesLeft
            | Self::EnrolVoucherBlocked => Some(ErrorOfferView::VoucherAgain),
            Self::EnrolPendingSecret => Some(ErrorOfferView::SecretAgain),
            _ => None,
        }
    }

    /// The failure as a screen sees it.
    pub fn view(self, params: Params) -> ErrorView {
        let (code, kind, kept, next) = self.row();
        ErrorView {
            kind,
            code: code.to_owned(),
            params,
            kept: Some(format!("kept.{kept}")),
            next: Some(format!("next.{next}")),
            offer: self.offer(),
        }
    }
}
