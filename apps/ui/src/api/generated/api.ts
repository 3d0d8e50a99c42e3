// Generated from the Rust types by `cargo xtask bindings`. Do not edit.

/** The version of these calls and events. */
export const API_VERSION = 1;

/**
 * What can be said about a held certificate.
 */
export type CardState = "valid" | "not_yet_valid" | "expired" | "revoked" | "suspended" | "unreadable";

/**
 * A certificate as a card in the stack.
 */
export type CardView = { 
/**
 * The certificate's id on this device.
 */
id: string, 
/**
 * Stable English name of the type, such as `resident-identity`.
 */
type_name: string, 
/**
 * Message key of the certificate's title.
 */
title_key: string, 
/**
 * The issuing office, in the chosen locale.
 */
issuer_name: string, 
/**
 * The holder's name; empty when the certificate cannot be read.
 */
holder_name: string, 
/**
 * First day of validity, YYYY-MM-DD.
 */
valid_from: string, 
/**
 * Last day of validity, YYYY-MM-DD.
 */
valid_until: string, 
/**
 * What the snapshots on this device say.
 */
state: CardState, 
/**
 * Date of the status snapshot behind `state`, RFC 3339; null when there is none.
 */
as_of: string | null, 
/**
 * True when showing this copy again lets two verifiers recognise it.
 */
linkable: boolean, 
/**
 * How many copies are held.
 */
copies: number, };

/**
 * A certificate, by its id.
 */
export type CertificateRequest = { 
/**
 * The certificate's id on this device.
 */
id: string, };

/**
 * A certificate, opened for its holder.
 */
export type CertificateView = { 
/**
 * The same as in the stack.
 */
card: CardView, 
/**
 * Every field, in the order of the type's description.
 */
fields: Array<FieldView>, 
/**
 * The full identifier with its check character (GB/T 36904).
 */
identifier: string | null, 
/**
 * Unified social credit code of the issuing office.
 */
issuer_code: string, 
/**
 * Age of the status snapshot in seconds; null when there is none.
 */
status_age_seconds: number | null, 
/**
 * True when the reply's bytes are the portrait (WebP).
 */
has_portrait: boolean, };

/**
 * The secret that opens the wallet now, and the one that shall.
 */
export type ChangeSecretRequest = { 
/**
 * PIN or passphrase as it is.
 */
current: SecretText, 
/**
 * PIN or passphrase as it shall be.
 */
new: SecretText, };

/**
 * A disclosed field.
 */
export type ClaimView = { 
/**
 * Stable English name; the number of an unknown label in decimal.
 */
name: string, 
/**
 * Message key of the label.
 */
label_key: string, 
/**
 * The value; dates as YYYY-MM-DD; base64url for bytes.
 */
value: string, 
/**
 * How to draw the value.
 */
kind: FieldKindView, };

/**
 * A Confirm screen opened or closed.
 */
export type ConfirmEventView = { 
/**
 * Opened or closed.
 */
state: ConfirmState, 
/**
 * Names the screen.
 */
id: string, 
/**
 * Where it can be opened by hand; without any token.
 */
url?: string, };

/**
 * Opened or closed.
 */
export type ConfirmState = "opened" | "closed";

/**
 * Rule K1's levels.
 */
export type CustodyView = "hardware" | "os_keyring" | "passphrase";

/**
 * A voucher, by its printed number.
 */
export type EnrolLookRequest = { 
/**
 * Eight digits; spaces are ignored.
 */
number: string, };

/**
 * Finishes an enrolment whose answer was lost; the voucher is already in it.
 */
export type EnrolResumeRequest = { 
/**
 * The secret that was chosen when it started.
 */
secret: SecretText, };

/**
 * Starts or continues an enrolment.
 */
export type EnrolStartRequest = { 
/**
 * The voucher, scanned or typed.
 */
voucher: VoucherRequest, 
/**
 * The new PIN or passphrase of the wallet.
 */
secret: SecretText, };

/**
 * What enrolment brought.
 */
export type EnrolView = { 
/**
 * The new certificates.
 */
certificates: Array<CardView>, };

/**
 * The closed list of what a screen treats differently.
 */
export type ErrorKind = "offline" | "locked" | "wrong_secret" | "refused" | "bad_input" | "not_found" | "conflict" | "storage" | "busy" | "update_needed" | "declined" | "internal";

/**
 * What a screen offers beside the words of a failure.
 */
export type ErrorOfferView = "start_anew" | "voucher_again" | "secret_again";

/**
 * A failure as a screen sees it: what happened, what is safe, what to do next.
 */
export type ErrorView = { 
/**
 * What a screen treats alike.
 */
kind: ErrorKind, 
/**
 * Stable name, such as `enrol.voucher_expired`; its text is `error.<code>`.
 */
code: string, 
/**
 * Named values for the texts.
 */
params: { [key in string]: Param }, 
/**
 * Message key that says what is safe.
 */
kept: string | null, 
/**
 * Message key that says what to do next.
 */
next: string | null, 
/**
 * What a screen offers beside the words; null for most.
 */
offer: ErrorOfferView | null, };

/**
 * Something that happened without being asked for.
 */
export type EventView = { "name": "session_changed", "payload": SessionView } | { "name": "progress", "payload": ProgressView } | { "name": "certificates_changed", "payload": NothingView } | { "name": "snapshots_changed", "payload": SnapshotsView } | { "name": "confirm", "payload": ConfirmEventView } | { "name": "settings_changed", "payload": SettingsView };

/**
 * How to draw a field's value.
 */
export type FieldKindView = "text" | "date" | "number" | "bytes";

/**
 * One field of a certificate, for its holder.
 */
export type FieldView = { 
/**
 * Stable English name.
 */
name: string, 
/**
 * Message key of the label.
 */
label_key: string, 
/**
 * The value in full; dates as YYYY-MM-DD; empty for bytes.
 */
value: string, 
/**
 * How to draw the value.
 */
kind: FieldKindView, 
/**
 * True when a screen shows it masked until the person asks.
 */
masked: boolean, 
/**
 * True when a timed code may disclose it.
 */
in_timed_code: boolean, 
/**
 * True when a new code discloses it unless switched off.
 */
default_shown: boolean, };

/**
 * What a screen says first.
 */
export type HelloRequest = { 
/**
 * The version that the screen was built for.
 */
api_version: number, 
/**
 * The locale of the machine; kept only while the person has not chosen one.
 */
locale?: string, };

/**
 * What the core answers.
 */
export type HelloView = { 
/**
 * The version of calls and events.
 */
api_version: number, 
/**
 * The version of the app.
 */
app_version: string, 
/**
 * True where the built-in demo root is trusted.
 */
demo: boolean, 
/**
 * How well the keys of this device are kept.
 */
custody: CustodyView, 
/**
 * Which shell hosts the screen.
 */
host: HostView, 
/**
 * The device's clock, RFC 3339.
 */
now: string, };

/**
 * The shells that host the one web UI.
 */
export type HostView = "tauri" | "browser" | "phone";

/**
 * Nothing beside the name.
 */
export type NothingView = Record<symbol, never>;

/**
 * One named value for a text.
 */
export type Param = number | string;

/**
 * The person proves to be here.
 */
export type PresenceRequest = { 
/**
 * PIN or passphrase.
 */
secret: SecretText, };

/**
 * Until when codes may be made.
 */
export type PresenceView = { 
/**
 * RFC 3339.
 */
until: string, };

/**
 * A step of something long.
 */
export type ProgressView = { 
/**
 * `enrol`.
 */
task: string, 
/**
 * From 1.
 */
step: number, 
/**
 * How many steps there are.
 */
of: number, 
/**
 * The text is `app.progress.<task>.<code>`.
 */
code: string, };

/**
 * A file that could not be read and was set aside.
 */
export type QuarantinedView = { 
/**
 * Its name in the data folder now.
 */
file: string, 
/**
 * Message key under `app.quarantine.<reason>`.
 */
reason: string, 
/**
 * When it was set aside, RFC 3339; null when that is not known.
 */
at: string | null, };

/**
 * The platform's log of who read what, as this device has seen it (rule K6).
 */
export type ReadLogView = { 
/**
 * Lines so far.
 */
lines: number, 
/**
 * The newest line's hash, 64 hexadecimal digits.
 */
hash: string, 
/**
 * When it was told, RFC 3339.
 */
at: string, 
/**
 * How often the platform then told a log that contradicts this one: lines were taken out or
 * changed. Not 0 is worth a word at a service station.
 */
contradictions: number, };

/**
 * A code's text, pasted or read by the host's own scanner.
 */
export type ScanTextRequest = { 
/**
 * The text.
 */
text: string, };

/**
 * What a person types to open the wallet.
 */
export type SecretKind = "pin" | "passphrase";

/**
 * What a person typed. Printed nowhere, wiped when dropped.
 */
export type SecretText = string;

/**
 * The three states of the wallet.
 */
export type SessionState = "no_wallet" | "locked" | "unlocked";

/**
 * The state of the wallet on this device.
 */
export type SessionView = { 
/**
 * No wallet, locked, or unlocked.
 */
state: SessionState, 
/**
 * What opens the wallet.
 */
secret_kind: SecretKind, 
/**
 * The fewest characters that a new secret may have.
 */
min_length: number, 
/**
 * Seconds until the next try is allowed; null when one is allowed now.
 */
wait_seconds: number | null, 
/**
 * How long that wait is as a whole; null when a try is allowed now.
 */
wait_total_seconds: number | null, 
/**
 * Why there is a wait; null when a try is allowed now.
 */
wait_cause: WaitCauseView | null, 
/**
 * Wrong tries in a row.
 */
wrong_tries: number, 
/**
 * The wait that comes when the wrong tries fill up again.
 */
next_wait_seconds: number | null, 
/**
 * Seconds without use after which the wallet locks itself.
 */
auto_lock_seconds: number, 
/**
 * An enrolment was sent and its answer never came; `enrol.resume` finishes it.
 */
enrol_pending: boolean, 
/**
 * Files that could not be read and were set aside, never deleted.
 */
quarantined: Array<QuarantinedView>, };

/**
 * Changes only what is given.
 */
export type SettingsSetRequest = { 
/**
 * A locale tag such as `zh-Hans`.
 */
locale?: string, 
/**
 * The colours.
 */
theme?: ThemeView, 
/**
 * Bigger text, fewer things.
 */
elder?: boolean, 
/**
 * Seconds without use after which the wallet locks itself.
 */
auto_lock_seconds?: number, };

/**
 * The settings.
 */
export type SettingsView = { 
/**
 * A locale tag such as `zh-Hans`.
 */
locale: string, 
/**
 * The colours.
 */
theme: ThemeView, 
/**
 * Bigger text, fewer things.
 */
elder: boolean, 
/**
 * Seconds without use after which the wallet locks itself.
 */
auto_lock_seconds: number, 
/**
 * How well the keys of this device are kept.
 */
custody: CustodyView, 
/**
 * Where the encrypted files are.
 */
data_folder: string, 
/**
 * The platform's address; null when none is set.
 */
platform_address: string | null, 
/**
 * What the platform's log of who read what was when it last answered; null while the wallet
 * is locked, and before the first answer.
 */
read_log: ReadLogView | null, };

/**
 * Asks for the next code.
 */
export type ShowNextRequest = { 
/**
 * Which showing.
 */
show_id: string, 
/**
 * Names of the fields to disclose now.
 */
fields: Array<string>, };

/**
 * Starts showing.
 */
export type ShowStartRequest = { 
/**
 * Which certificate.
 */
certificate_id: string, 
/**
 * Names of the fields to disclose.
 */
fields: Array<string>, };

/**
 * Ends showing.
 */
export type ShowStopRequest = { 
/**
 * Which showing.
 */
show_id: string, };

/**
 * A living code. The reply's bytes are `size * size` modules, row by row, 1 = dark.
 */
export type ShowView = { 
/**
 * Names this showing in `show.next` and `show.stop`.
 */
show_id: string, 
/**
 * Modules a side, without the quiet zone.
 */
size: number, 
/**
 * QR version, 1 to 25.
 */
version: number, 
/**
 * When the proof was signed, RFC 3339.
 */
made_at: string, 
/**
 * How long to show it.
 */
valid_seconds: number, 
/**
 * Milliseconds until the next one is due.
 */
next_in_ms: number, 
/**
 * The code's text.
 */
text: string, 
/**
 * Length of the signed bytes.
 */
bytes_len: number, 
/**
 * True above version 20: fewer fields scan more easily.
 */
dense: boolean, 
/**
 * Names of the fields that this code discloses.
 */
discloses: Array<string>, 
/**
 * Until when codes may be made without asking for presence again, RFC 3339.
 */
presence_until: string, };

/**
 * How much the age of the snapshots matters.
 */
export type SnapshotLevel = "fresh" | "amber" | "stale" | "none";

/**
 * The snapshots on this device.
 */
export type SnapshotsView = { 
/**
 * Version of the trust list; null when there is none.
 */
trust_version: number | null, 
/**
 * Date of the trust list, RFC 3339.
 */
trust_as_of: string | null, 
/**
 * Date of the oldest status list, RFC 3339.
 */
status_as_of: string | null, 
/**
 * Age of the older of the two in seconds.
 */
age_seconds: number | null, 
/**
 * How many issuers the trust list names.
 */
issuers: number, 
/**
 * How much the age matters.
 */
level: SnapshotLevel, };

/**
 * Whether a status snapshot was looked at.
 */
export type StatusCheckView = "checked" | "not_checked";

/**
 * The colours.
 */
export type ThemeView = "system" | "light" | "dark" | "contrast";

/**
 * What opens the wallet.
 */
export type UnlockRequest = { 
/**
 * PIN or passphrase.
 */
secret: SecretText, };

/**
 * The answer to a scanned code.
 */
export type VerdictView = { 
/**
 * One of five words.
 */
verdict: VerdictWordView, 
/**
 * The reason's slug; its texts are `verdict.reason.<reason>.verifier` and `.holder`.
 */
reason: string, 
/**
 * Stable English name of the type; null when it is not known.
 */
type_name: string | null, 
/**
 * Message key of the type's title.
 */
title_key: string | null, 
/**
 * The issuing office, in the chosen locale.
 */
issuer: string | null, 
/**
 * Exactly the fields that the holder chose.
 */
claims: Array<ClaimView>, 
/**
 * First day of validity, YYYY-MM-DD.
 */
valid_from: string | null, 
/**
 * Last day of validity, YYYY-MM-DD.
 */
valid_until: string | null, 
/**
 * True where the fields count: the certificate is genuine and not withdrawn.
 */
fields_count: boolean, 
/**
 * Date of the older of the snapshots behind the verdict, RFC 3339.
 */
as_of: string | null, 
/**
 * Its age in seconds.
 */
as_of_age_seconds: number | null, 
/**
 * Whether a status snapshot was looked at.
 */
status: StatusCheckView, 
/**
 * True wherever a holder proved the certificate: the person must be compared, whatever the word (rule C6).
 */
compare_person: boolean, 
/**
 * When the same proof was seen before, RFC 3339.
 */
seen_at: string | null, 
/**
 * Named values for the texts.
 */
params: { [key in string]: Param }, };

/**
 * The five words.
 */
export type VerdictWordView = "valid" | "expired" | "revoked" | "not_genuine" | "cannot_tell";

/**
 * A picture in the call's bytes, or text.
 */
export type VoucherCodeRequest = { 
/**
 * Pasted text; without it the call's bytes are a picture.
 */
text?: string, };

/**
 * The voucher that was read: a secret until it was used, so it has no `Debug`.
 */
export type VoucherCodeView = { 
/**
 * Full voucher text for `enrol.start`.
 */
voucher: string, };

/**
 * A voucher as it was read or typed: a secret, so it has no `Debug`.
 */
export type VoucherRequest = { "kind": "full", 
/**
 * From `enrol.voucher_code`.
 */
text: string, } | { "kind": "typed", 
/**
 * Eight digits; spaces are ignored.
 */
number: string, 
/**
 * Eight digits; spaces are ignored.
 */
digits: string, };

/**
 * What the platform says about a voucher.
 */
export type VoucherView = { 
/**
 * Eight digits, in two groups.
 */
number: string, 
/**
 * The clerk who has seen the ID card.
 */
clerk: string, 
/**
 * The station where it was printed.
 */
station: string, 
/**
 * RFC 3339.
 */
printed_at: string, 
/**
 * RFC 3339.
 */
expires_at: string, 
/**
 * Wrong digits that the voucher still bears.
 */
tries_left: number, 
/**
 * The device's clock, RFC 3339.
 */
now: string, };

/**
 * Why somebody has to wait before the next try.
 */
export type WaitCauseView = "wrong_tries" | "adopted";

/**
 * Every call: what goes in and what comes back.
 */
export interface Calls {
  "hello": { request: HelloRequest; reply: HelloView };
  "session.status": { request: NothingView; reply: SessionView };
  "enrol.look": { request: EnrolLookRequest; reply: VoucherView };
  "enrol.voucher_code": { request: VoucherCodeRequest; reply: VoucherCodeView };
  "enrol.start": { request: EnrolStartRequest; reply: EnrolView };
  "enrol.resume": { request: EnrolResumeRequest; reply: EnrolView };
  "unlock": { request: UnlockRequest; reply: SessionView };
  "lock": { request: NothingView; reply: SessionView };
  "certificates.list": { request: NothingView; reply: Array<CardView> };
  "certificates.get": { request: CertificateRequest; reply: CertificateView };
  "certificates.delete": { request: CertificateRequest; reply: NothingView };
  "show.start": { request: ShowStartRequest; reply: ShowView };
  "presence.give": { request: PresenceRequest; reply: PresenceView };
  "show.next": { request: ShowNextRequest; reply: ShowView };
  "show.stop": { request: ShowStopRequest; reply: NothingView };
  "scan.image": { request: NothingView; reply: VerdictView };
  "scan.text": { request: ScanTextRequest; reply: VerdictView };
  "snapshots.status": { request: NothingView; reply: SnapshotsView };
  "snapshots.refresh": { request: NothingView; reply: SnapshotsView };
  "settings.get": { request: NothingView; reply: SettingsView };
  "settings.set": { request: SettingsSetRequest; reply: SettingsView };
  "store.open_anew": { request: NothingView; reply: SessionView };
  "secret.change": { request: ChangeSecretRequest; reply: SessionView };
  "wallet.erase": { request: NothingView; reply: SessionView };
}
