// Generated from the Rust types by `cargo xtask bindings`. Do not edit.

/** The version of these calls and events. */
export const API_VERSION = 1;

/**
 * What was typed into one field.
 */
export type AnswerRequest = { 
/**
 * Id of the field.
 */
field: string, 
/**
 * The answer; null takes it away.
 */
value: ValueView | null, };

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
 * A case in a list.
 */
export type CaseCardView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * The certificate that a grant issues.
 */
certificate_type: string | null, 
/**
 * Slug of its state.
 */
phase: string, 
/**
 * Slug of who has to do the next thing.
 */
holder: string, 
/**
 * Number of the receipt.
 */
number: string | null, 
/**
 * Since when that one has to do it, RFC 3339.
 */
since: string, 
/**
 * The clock that counts now.
 */
days_left: DaysLeftView | null, 
/**
 * Whether the person has to do something.
 */
needs_you: boolean, 
/**
 * When this was last heard of, RFC 3339.
 */
as_of: string, };

/**
 * A case with everything.
 */
export type CaseDetailView = { 
/**
 * The same as in the list.
 */
card: CaseCardView, 
/**
 * Who decides.
 */
office: string, 
/**
 * Name of the applicant, where the form has it.
 */
applicant: string | null, 
/**
 * What happened, what is now, what comes.
 */
life: Array<LifeStepView>, 
/**
 * The supplement notice that is open.
 */
notice: NoticeView | null, 
/**
 * Reasons and remedies of a decision against the applicant.
 */
ruling: RulingView | null, 
/**
 * Where to go instead.
 */
go_to: string | null, 
/**
 * Every numbered document.
 */
documents: Array<DocumentView>, 
/**
 * The route by which documents are to come.
 */
route: ChosenRouteView, 
/**
 * The routes among which the applicant may still choose; none where there is no choice.
 */
routes: Array<RouteView>, 
/**
 * The materials with their judgements.
 */
materials: Array<CaseMaterialView>, 
/**
 * The answers by page.
 */
answers: Array<ReviewPageView>, 
/**
 * It holds something that this version does not know (rule S9).
 */
update_needed: boolean, 
/**
 * What the applicant can do: slugs.
 */
allowed: Array<string>, 
/**
 * What is on its way for this case.
 */
outbox: Array<OutboxItemView>, 
/**
 * Id of the certificate in the wallet.
 */
certificate: string | null, 
/**
 * Id of the draft of a supplement.
 */
supplement_draft: string | null, };

/**
 * One of them.
 */
export type CaseFileRequest = { 
/**
 * The case.
 */
case: string, 
/**
 * The file.
 */
file: string, };

/**
 * A file that was handed in.
 */
export type CaseFileView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * Whether this device still has it.
 */
here: boolean, };

/**
 * A material of a case.
 */
export type CaseMaterialView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it comes from: slug.
 */
source: string, 
/**
 * How it was judged.
 */
judgement: JudgementView | null, 
/**
 * The errors of an unfit one.
 */
errors: Array<CommonErrorView>, 
/**
 * Its files.
 */
files: Array<CaseFileView>, };

/**
 * A case, by its id.
 */
export type CaseRequest = { 
/**
 * Its id.
 */
case: string, };

/**
 * Chooses another route for what is still to come.
 */
export type CaseRouteRequest = { 
/**
 * The case.
 */
case: string, 
/**
 * The route.
 */
route: RouteRequest, };

/**
 * Which cases to list.
 */
export type CasesListRequest = { 
/**
 * Only so many that moved last, which costs the same however many there are; absent for all.
 */
most?: number, };

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
 * Ways to apply.
 */
export type ChannelKindView = "app" | "web" | "terminal" | "window" | "post" | "helper";

/**
 * A way to apply.
 */
export type ChannelView = { 
/**
 * Which.
 */
kind: ChannelKindView, 
/**
 * What to do there.
 */
text: string, };

/**
 * A choice that was made.
 */
export type ChosenFieldView = { 
/**
 * Name of the field.
 */
label: string, 
/**
 * The value that was chosen, in words; null where it was taken away.
 */
kept: string | null, 
/**
 * The other one.
 */
left: string | null, 
/**
 * Which of the two was chosen.
 */
side: SideView, 
/**
 * When, RFC 3339.
 */
at: string, };

/**
 * The route that was chosen.
 */
export type ChosenRouteView = { 
/**
 * Which.
 */
kind: RouteKindView, 
/**
 * Its name.
 */
name: string, 
/**
 * Where to.
 */
to: string | null, };

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
 * A commitment that is offered.
 */
export type CommitmentView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What is promised.
 */
text: string, 
/**
 * What follows from breaking it.
 */
liability: string, };

/**
 * A published common error.
 */
export type CommonErrorView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its number in the guide, from 1.
 */
number: number, 
/**
 * What is wrong and what comes of it.
 */
text: string, 
/**
 * How it looks.
 */
wrong: string | null, 
/**
 * How it should look.
 */
right: string | null, };

/**
 * A condition.
 */
export type ConditionView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What must be true.
 */
text: string, 
/**
 * Whether it is, where a machine can tell.
 */
holds: boolean | null, 
/**
 * By what.
 */
source: SourceView, };

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
 * A person's choice.
 */
export type ConflictChooseRequest = { 
/**
 * Id of the conflict.
 */
conflict: string, 
/**
 * Which value.
 */
side: SideView, };

/**
 * A field that two devices changed to different values.
 */
export type ConflictFieldView = { 
/**
 * Id of the conflict.
 */
id: string, 
/**
 * Name of the field.
 */
label: string, 
/**
 * The value of this device, in words; null where it was taken away.
 */
here: string | null, 
/**
 * The value of the other device, in words.
 */
there: string | null, 
/**
 * When the other device last saved, RFC 3339, by its clock.
 */
there_saved_at: string, };

/**
 * A draft of which two devices have versions.
 */
export type ConflictView = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * When this device last saved it, RFC 3339.
 */
saved_at: string, 
/**
 * The fields that wait for a choice.
 */
fields: Array<ConflictFieldView>, 
/**
 * Choices that were made, the last first.
 */
chosen: Array<ChosenFieldView>, };

/**
 * What a contact is for.
 */
export type ContactKindView = "question" | "complaint" | "cannot_get_it_done";

/**
 * Whom to turn to.
 */
export type ContactView = { 
/**
 * What for.
 */
kind: ContactKindView, 
/**
 * Who.
 */
name: string, 
/**
 * Telephone.
 */
phone: string | null, 
/**
 * Place.
 */
place: string | null, };

/**
 * One day of a count.
 */
export type CountedDayView = { 
/**
 * The day, YYYY-MM-DD.
 */
date: string, 
/**
 * Whether it counted.
 */
counted: boolean, 
/**
 * Why: slug; its text is `clock.why.<slug>`.
 */
why: string, 
/**
 * Name of the holiday or reason that the text names.
 */
name: string | null, 
/**
 * Whether it is today.
 */
today: boolean, };

/**
 * What kind of days is counted.
 */
export type CountedUnitView = "working" | "calendar";

/**
 * Rule K1's levels.
 */
export type CustodyView = "hardware" | "os_keyring" | "passphrase";

/**
 * A clock with all that led to its end.
 */
export type DaysLeftView = { 
/**
 * Which clock.
 */
kind: DueKindView, 
/**
 * Days that are left; of an overdue one, days since.
 */
left: number, 
/**
 * What kind of days.
 */
unit: CountedUnitView, 
/**
 * The last day, YYYY-MM-DD; while the clock stands still, the last day that counted.
 */
due: string, 
/**
 * For which reason the clock stands still: slug; its text is `clock.stop.<slug>`.
 */
stopped: string | null, 
/**
 * Whether it is over.
 */
overdue: boolean, 
/**
 * Whether a day that counts is not announced yet (rule L8).
 */
provisional: boolean, 
/**
 * Today, YYYY-MM-DD.
 */
today: string, 
/**
 * The rule behind it.
 */
rule: SourceView | null, 
/**
 * Days of the promise.
 */
promise_days: number | null, 
/**
 * Days of the law.
 */
law_days: number | null, 
/**
 * Whether the office's silence counts as acceptance (rule L4); of an answer only.
 */
silence_accepts: boolean, 
/**
 * Every day from the event to the end.
 */
line: Array<CountedDayView>, };

/**
 * A material that may come later.
 */
export type DeferralView = { 
/**
 * Until when, in words.
 */
until: string | null, 
/**
 * What happens if it does not come.
 */
otherwise: string, };

/**
 * How a document reached the applicant.
 */
export type DeliveryView = { 
/**
 * By what it was served.
 */
served: Array<ServedView>, 
/**
 * By what the applicant was told that it is there.
 */
told: Array<ToldView>, 
/**
 * Whether it came by the route that was chosen.
 */
honoured: boolean, };

/**
 * Acts on a case.
 */
export type DeskActRequest = { 
/**
 * The case.
 */
case: string, 
/**
 * The version that was on the screen.
 */
version: number, 
/**
 * What to do.
 */
act: DeskActView, };

/**
 * What a member of staff can do.
 */
export type DeskActView = { "kind": "take" } | { "kind": "judge", 
/**
 * Id of the material.
 */
material: string, 
/**
 * How.
 */
judgement: JudgementView, 
/**
 * Ids of the errors of an unfit one.
 */
errors: Array<string>, } | { "kind": "correct", 
/**
 * Id of the field.
 */
field: string, 
/**
 * The new answer.
 */
value: ValueView, } | { "kind": "ask_supplement" } | { "kind": "accept" } | { "kind": "not_accept", 
/**
 * Ids of the reasons.
 */
reasons: Array<string>, } | { "kind": "grant" } | { "kind": "refuse", 
/**
 * Ids of the reasons.
 */
reasons: Array<string>, } | { "kind": "resume" } | { "kind": "serve", 
/**
 * Its number.
 */
document: string, 
/**
 * By which route.
 */
route: RouteKindView, 
/**
 * What shows it.
 */
receipt: string, } | { "kind": "tell", 
/**
 * Its number.
 */
document: string, 
/**
 * By what.
 */
by: TellByView, 
/**
 * What shows it.
 */
receipt: string, };

/**
 * A case with everything that is needed to handle it.
 */
export type DeskCaseView = { 
/**
 * Its id.
 */
case: string, 
/**
 * Its version, which goes back with an act.
 */
version: number, 
/**
 * Name of the applicant.
 */
applicant: string, 
/**
 * Id of the service.
 */
service: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * Number of the receipt.
 */
number: string, 
/**
 * Day of receipt, RFC 3339.
 */
received_at: string, 
/**
 * Slug of its state.
 */
phase: string, 
/**
 * Slug of who has to do the next thing.
 */
holder: string, 
/**
 * The clock that counts now.
 */
days_left: DaysLeftView | null, 
/**
 * The answers by page.
 */
answers: Array<DeskPageView>, 
/**
 * The materials.
 */
materials: Array<DeskMaterialView>, 
/**
 * How many of them are judged.
 */
judged: number, 
/**
 * The conditions.
 */
conditions: Array<ConditionView>, 
/**
 * What a notice would name.
 */
gaps: Array<GapView>, 
/**
 * What this officer may do now: slugs.
 */
allowed: Array<string>, 
/**
 * Reasons for which it can be refused.
 */
refusals: Array<RefusalView>, 
/**
 * What can be done about a decision.
 */
remedies: Array<RemedyView>, 
/**
 * What happened, what is now, what comes.
 */
life: Array<LifeStepView>, 
/**
 * Every numbered document.
 */
documents: Array<DocumentView>, 
/**
 * The route that the applicant chose.
 */
route: ChosenRouteView, 
/**
 * The routes that the service offers.
 */
routes: Array<RouteView>, 
/**
 * What may be sent or read out about each document.
 */
short_messages: Array<ShortMessageView>, 
/**
 * Whether every file has arrived.
 */
complete: boolean, 
/**
 * The supplement notice that is open.
 */
notice: NoticeView | null, 
/**
 * Reasons and remedies of a decision against the applicant.
 */
ruling: RulingView | null, };

/**
 * A file of a case; its bytes come beside the reply.
 */
export type DeskFileRequest = { 
/**
 * The case.
 */
case: string, 
/**
 * Id of the file.
 */
file: string, };

/**
 * A file of a case.
 */
export type DeskFileView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * Whether it has arrived and its hash fits.
 */
arrived: boolean, };

/**
 * How urgent.
 */
export type DeskGroupCodeView = "overdue" | "today" | "soon" | "later" | "waiting_applicant";

/**
 * Cases that are equally urgent.
 */
export type DeskGroupView = { 
/**
 * How urgent.
 */
code: DeskGroupCodeView, 
/**
 * The cases.
 */
items: Array<DeskItemView>, };

/**
 * A case in the queue.
 */
export type DeskItemView = { 
/**
 * Its id.
 */
case: string, 
/**
 * The applicant, masked.
 */
applicant: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * Number of the receipt.
 */
number: string, 
/**
 * Slug of its state.
 */
phase: string, 
/**
 * Slug of who has to do the next thing.
 */
holder: string, 
/**
 * The last day, YYYY-MM-DD.
 */
due: string | null, 
/**
 * Days that are left, or days since.
 */
left: number | null, 
/**
 * What kind of days.
 */
unit: CountedUnitView | null, 
/**
 * Whether a day before it is not announced yet.
 */
provisional: boolean, 
/**
 * Whether there is an open case of the same person and service (rule S10).
 */
possible_duplicate: boolean, };

/**
 * An answer.
 */
export type DeskLineView = { 
/**
 * Id of the field.
 */
field: string, 
/**
 * Its name.
 */
label: string, 
/**
 * The answer in words.
 */
value: string, 
/**
 * Title of the certificate that it comes from.
 */
source: string | null, 
/**
 * What is wrong with it: slug.
 */
problem: string | null, 
/**
 * Whether it can be corrected on the spot.
 */
correctable: boolean, 
/**
 * What can be answered, where it can be corrected.
 */
input: InputView | null, 
/**
 * The answer as it is.
 */
typed: ValueView | null, };

/**
 * A material.
 */
export type DeskMaterialView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Where it comes from.
 */
source: MaterialSourceView, 
/**
 * The certificate or commitment.
 */
from: string | null, 
/**
 * Its files.
 */
files: Array<DeskFileView>, 
/**
 * Whether it may come after acceptance.
 */
deferrable: boolean, 
/**
 * How it was judged.
 */
judgement: JudgementView | null, 
/**
 * Ids of the errors of an unfit one.
 */
errors: Array<string>, 
/**
 * Published common errors: the only reasons to judge it unfit.
 */
common_errors: Array<CommonErrorView>, 
/**
 * Judgements that are possible.
 */
may: Array<JudgementView>, };

/**
 * The answers of one page.
 */
export type DeskPageView = { 
/**
 * Its title.
 */
title: string, 
/**
 * The answers.
 */
lines: Array<DeskLineView>, };

/**
 * The open cases, by urgency.
 */
export type DeskView = { 
/**
 * Name of the officer.
 */
name: string, 
/**
 * Name of the office.
 */
office: string, 
/**
 * Slugs of the roles.
 */
roles: Array<string>, 
/**
 * The platform's clock, RFC 3339.
 */
now: string, 
/**
 * The open cases, the most urgent group first.
 */
groups: Array<DeskGroupView>, 
/**
 * Cases that are decided and have not come by the chosen route.
 */
done: Array<DeskItemView>, };

/**
 * A numbered document.
 */
export type DocumentView = { 
/**
 * Its number.
 */
number: string, 
/**
 * What it is: slug.
 */
kind: string, 
/**
 * Its day, YYYY-MM-DD.
 */
date: string | null, 
/**
 * How it reached the applicant.
 */
delivery: DeliveryView, };

/**
 * Adds the bytes of the call to a material.
 */
export type DraftAttachRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Id of the material.
 */
material: string, 
/**
 * Id of the acceptable form that it is.
 */
variant?: string, };

/**
 * A draft in a list.
 */
export type DraftCardView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Id of the service.
 */
service: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * What it will be.
 */
kind: DraftKindView, 
/**
 * The case that a supplement belongs to.
 */
case: string | null, 
/**
 * When it was last saved, RFC 3339.
 */
saved_at: string, 
/**
 * Needed fields that are in order.
 */
ready: number, 
/**
 * Needed fields.
 */
needed: number, 
/**
 * Title of the page where the person was.
 */
page_title: string | null, 
/**
 * True when it was open as the app ended: offer it.
 */
resumed: boolean, 
/**
 * How many answers were typed.
 */
answers: number, 
/**
 * How many photos and files it has.
 */
files: number, 
/**
 * Fields that two devices changed and that wait for a choice.
 */
conflicts: number, 
/**
 * When it was thrown away, RFC 3339; it can be brought back for 30 days.
 */
discarded_at: string | null, };

/**
 * Takes a file away.
 */
export type DraftDetachRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Id of the file.
 */
file: string, };

/**
 * A file of a draft; its bytes come beside the reply.
 */
export type DraftFileRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Id of the file.
 */
file: string, };

/**
 * What a draft will be.
 */
export type DraftKindView = "application" | "supplement";

/**
 * A draft, by its id.
 */
export type DraftRequest = { 
/**
 * Its id.
 */
draft: string, };

/**
 * Saves what was typed, durably, before the reply.
 */
export type DraftSaveRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * What was typed since the last save.
 */
answers: Array<AnswerRequest>, 
/**
 * Where the person is.
 */
page: number, };

/**
 * Begins a draft.
 */
export type DraftStartRequest = { 
/**
 * Id of the service.
 */
service: string, };

/**
 * Hands a draft in.
 */
export type DraftSubmitRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * The route by which documents are to come; absent for the app. A supplement keeps that of its
 * case.
 */
route?: RouteRequest, };

/**
 * Hands a material in otherwise than by files.
 */
export type DraftSupplyRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Id of the material.
 */
material: string, 
/**
 * How.
 */
how: SupplyHowView, 
/**
 * The certificate's type, for `certificate`.
 */
certificate_type?: string, 
/**
 * Id of the commitment, for `commitment`.
 */
commitment?: string, };

/**
 * A draft with its form.
 */
export type DraftView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it will be.
 */
kind: DraftKindView, 
/**
 * The case that a supplement belongs to.
 */
case: string | null, 
/**
 * Id of the service.
 */
service: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * When it was last saved, RFC 3339.
 */
saved_at: string, 
/**
 * Where the person is.
 */
page: number, 
/**
 * The pages that have something to show.
 */
pages: Array<PageView>, 
/**
 * Answers to fields that the form does not have; they are kept.
 */
unknown_answers: number, 
/**
 * Whether nothing is missing or wrong.
 */
complete: boolean, 
/**
 * Whether the person is to choose between its pack and a newer one: `drafts.pack_change`.
 */
pack_changed: boolean, 
/**
 * Fields that two devices changed and that wait for a choice: `drafts.conflict`.
 */
conflicts: number, };

/**
 * Which clock.
 */
export type DueKindView = "answer" | "supply" | "decision";

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
export type EventView = { "name": "session_changed", "payload": SessionView } | { "name": "progress", "payload": ProgressView } | { "name": "certificates_changed", "payload": NothingView } | { "name": "snapshots_changed", "payload": SnapshotsView } | { "name": "confirm", "payload": ConfirmEventView } | { "name": "settings_changed", "payload": SettingsView } | { "name": "outbox_changed", "payload": OutboxView } | { "name": "cases_changed", "payload": NothingView } | { "name": "messages_changed", "payload": MessagesChangedView } | { "name": "drafts_changed", "payload": NothingView } | { "name": "services_changed", "payload": NothingView } | { "name": "reminder", "payload": ReminderView } | { "name": "reminders_changed", "payload": RemindersView } | { "name": "open_link", "payload": OpenLinkView };

/**
 * A file that was written.
 */
export type ExportedView = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Drafts in it.
 */
drafts: number, 
/**
 * Cases in it.
 */
cases: number, 
/**
 * Photos and files in it.
 */
files: number, 
/**
 * Certificates in it.
 */
certificates: number, 
/**
 * Photos that this device could no longer read and that are not in it.
 */
unreadable: number, };

/**
 * A fee.
 */
export type FeeView = { 
/**
 * What for.
 */
name: string, 
/**
 * The amount in fen.
 */
fen: number, 
/**
 * Who pays less.
 */
concession: string | null, 
/**
 * By what.
 */
source: SourceView, };

/**
 * How to draw a field's value.
 */
export type FieldKindView = "text" | "date" | "number" | "bytes";

/**
 * Something that is wrong with an answer.
 */
export type FieldProblemView = { 
/**
 * What: one of a closed list.
 */
code: string, 
/**
 * Named values for its text.
 */
params: { [key in string]: Param }, 
/**
 * The pack's sentence, for `check`.
 */
text: string | null, 
/**
 * True when only an answer is missing.
 */
only_missing: boolean, 
/**
 * The published common error that it is.
 */
common_error: CommonErrorView | null, };

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
 * A file.
 */
export type FileView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its media type.
 */
media_type: string, 
/**
 * Its size in bytes.
 */
size: number, };

/**
 * A field that is shown.
 */
export type FormFieldView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What helps to answer.
 */
help: string | null, 
/**
 * What the answer is needed for.
 */
purpose: string, 
/**
 * Always true: others are not in the view.
 */
visible: boolean, 
/**
 * What can be answered.
 */
input: InputView, 
/**
 * Whether an answer is needed.
 */
needed: boolean, 
/**
 * Whether the applicant may change the value.
 */
editable: boolean, 
/**
 * The value that counts.
 */
value: ValueView | null, 
/**
 * What was typed, even if it does not count.
 */
typed: ValueView | null, 
/**
 * Where the value comes from.
 */
origin: OriginView | null, 
/**
 * What is wrong.
 */
problems: Array<FieldProblemView>, };

/**
 * What a gap is.
 */
export type GapKindView = "material" | "answer";

/**
 * Something that is missing or unfit.
 */
export type GapView = { 
/**
 * What it is.
 */
kind: GapKindView, 
/**
 * Id of material or field.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Why: `missing`, `error` or `answer`.
 */
why: string, 
/**
 * The common error.
 */
example: CommonErrorView | null, };

/**
 * A material in the guide.
 */
export type GuideMaterialView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it must show.
 */
help: string | null, 
/**
 * How this person would hand it in.
 */
standing: GuideStandingView, 
/**
 * Title of the certificate that stands in for it.
 */
from: string | null, 
/**
 * Whether it may come after acceptance.
 */
deferrable: boolean, 
/**
 * Filled samples.
 */
samples: Array<SampleView>, 
/**
 * Common errors.
 */
common_errors: Array<CommonErrorView>, 
/**
 * By what it is asked.
 */
source: SourceView, };

/**
 * How a material reaches the office.
 */
export type GuideStandingView = "have" | "photo" | "paper" | "office" | "not_needed_yet";

/**
 * The guide of a service.
 */
export type GuideView = { 
/**
 * Id of the service.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * For whom and for what.
 */
summary: string, 
/**
 * Slug of the kind of item.
 */
kind: string, 
/**
 * Whether a person applies for it; nobody applies for a penalty or an inspection.
 */
can_apply: boolean, 
/**
 * Who decides.
 */
office: string, 
/**
 * The certificate that a grant issues.
 */
certificate_type: string | null, 
/**
 * What the applicant gets, and how.
 */
gets: Array<TitledView>, 
/**
 * The promise.
 */
promise: SourcedLimitView | null, 
/**
 * The law's limit.
 */
law: SourcedLimitView | null, 
/**
 * Whether a day that counts is not announced yet (rule L8).
 */
provisional: boolean, 
/**
 * What it costs.
 */
fees: Array<FeeView>, 
/**
 * Whether it costs nothing.
 */
free: boolean, 
/**
 * How often one must come in person.
 */
visits: number, 
/**
 * Why.
 */
visits_reason: string | null, 
/**
 * What is needed.
 */
materials: Array<GuideMaterialView>, 
/**
 * Who can apply.
 */
who: string, 
/**
 * What must be true.
 */
conditions: Array<SourcedTextView>, 
/**
 * When applications are taken.
 */
hours: string, 
/**
 * Ways to apply.
 */
channels: Array<ChannelView>, 
/**
 * Routes by which documents and the result can come.
 */
routes: Array<TitledView>, 
/**
 * The steps.
 */
steps: Array<TitledView>, 
/**
 * Whom to ask and where to complain.
 */
contacts: Array<ContactView>, 
/**
 * What else to know, Markdown.
 */
notes: string, 
/**
 * The rules on which the item stands.
 */
basis: Array<SourceView>, 
/**
 * Where it is done in person.
 */
venues: Array<VenueView>, 
/**
 * Common errors in filling the form.
 */
common_errors: Array<CommonErrorView>, 
/**
 * Blank and filled forms.
 */
samples: Array<SampleView>, 
/**
 * What can be done about a decision.
 */
remedies: Array<RemedyView>, 
/**
 * Id of a draft of it.
 */
draft: string | null, };

/**
 * A certificate that can stand in.
 */
export type HeldTypeView = { 
/**
 * Its type.
 */
type_name: string, 
/**
 * Its title.
 */
title: string, };

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
 * Begins taking a file in.
 */
export type ImportBeginRequest = { 
/**
 * The code of a move file.
 */
code?: SecretText, };

/**
 * The next bytes of the file; they come beside the call.
 */
export type ImportPieceRequest = { 
/**
 * Whether these are the last.
 */
last: boolean, };

/**
 * How far taking in is.
 */
export type ImportView = { 
/**
 * What came of it, once everything is here.
 */
done: ImportedView | null, };

/**
 * What came of a file.
 */
export type ImportedView = { 
/**
 * Drafts that were not here.
 */
drafts: number, 
/**
 * Drafts that were here in another version and were brought together.
 */
merged: number, 
/**
 * Fields that a person has to choose.
 */
conflicts: number, 
/**
 * Versions that were kept as drafts of their own.
 */
copies: number, 
/**
 * Applications, supplements and withdrawals that were not here.
 */
sent: number, 
/**
 * Photos and files that were not here.
 */
files: number, 
/**
 * Certificates that were not here; they can be read and prove nothing.
 */
certificates: number, 
/**
 * Whether everything was here already.
 */
nothing_new: boolean, };

/**
 * What can be answered.
 */
export type InputView = { "kind": "text", 
/**
 * Most characters.
 */
max: number, } | { "kind": "long_text", 
/**
 * Most characters.
 */
max: number, } | { "kind": "number", 
/**
 * Smallest.
 */
min: number, 
/**
 * Largest.
 */
max: number, } | { "kind": "money", 
/**
 * Smallest.
 */
min: number, 
/**
 * Largest.
 */
max: number, } | { "kind": "date", 
/**
 * Earliest, YYYY-MM-DD.
 */
earliest: string | null, 
/**
 * Latest, YYYY-MM-DD.
 */
latest: string | null, } | { "kind": "yes_no" } | { "kind": "declaration" } | { "kind": "choice", 
/**
 * The options.
 */
options: Array<OptionView>, } | { "kind": "choices", 
/**
 * The options.
 */
options: Array<OptionView>, 
/**
 * Fewest.
 */
min: number, 
/**
 * Most.
 */
max: number, } | { "kind": "person_name" } | { "kind": "citizen_id" } | { "kind": "credit_code" } | { "kind": "phone" } | { "kind": "address" };

/**
 * How a material was judged.
 */
export type JudgementView = "fit" | "missing" | "unfit" | "not_confirmed";

/**
 * A life event.
 */
export type LifeEventView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How many services it lists.
 */
count: number, };

/**
 * Where a step is.
 */
export type LifeStateView = "done" | "now" | "ahead";

/**
 * A step in the life of a case.
 */
export type LifeStepView = { 
/**
 * What: slug.
 */
code: string, 
/**
 * When it happened, RFC 3339.
 */
at: string | null, 
/**
 * The day until which it has to happen, YYYY-MM-DD.
 */
date: string | null, 
/**
 * Where it is.
 */
state: LifeStateView, 
/**
 * More about it.
 */
detail: string | null, 
/**
 * Number of its document.
 */
document: string | null, };

/**
 * A length of time as a rule has it.
 */
export type LimitView = { 
/**
 * In words.
 */
text: string, 
/**
 * Days; of a range the larger number.
 */
days: number, 
/**
 * What kind of days.
 */
unit: UnitView, };

/**
 * A look that a member of staff took at this person's record.
 */
export type LookView = { 
/**
 * When, the last time of one sitting, RFC 3339.
 */
at: string, 
/**
 * How often in that sitting.
 */
times: number, 
/**
 * Who.
 */
actor: string, 
/**
 * What for: slug.
 */
purpose: string, 
/**
 * The case.
 */
case: string | null, 
/**
 * Name of its service.
 */
service_name: string | null, 
/**
 * Its number.
 */
number: string | null, };

/**
 * A rule that does not apply.
 */
export type LosingView = { 
/**
 * The rule: title and clause.
 */
text: string, 
/**
 * Slug of the reason.
 */
why: string, };

/**
 * What is wrong with what was handed in.
 */
export type MaterialFaultView = { 
/**
 * What: one of a closed list.
 */
code: string, 
/**
 * Named values for its text.
 */
params: { [key in string]: Param }, };

/**
 * How a material is handed in.
 */
export type MaterialHowView = "files" | "certificate" | "on_paper" | "commitment";

/**
 * Where a material comes from.
 */
export type MaterialSourceView = "files" | "certificate" | "on_paper" | "commitment" | "office" | "none";

/**
 * Where a material stands.
 */
export type MaterialStandingView = "in_order" | "missing" | "faulty" | "later" | "office" | "not_needed";

/**
 * A material of a draft.
 */
export type MaterialView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it must show.
 */
help: string | null, 
/**
 * Where it stands.
 */
standing: MaterialStandingView, 
/**
 * How it is handed in.
 */
how: MaterialHowView | null, 
/**
 * Title of the certificate that stands in for it.
 */
from: string | null, 
/**
 * Certificates of the wallet that can stand in.
 */
certificates: Array<HeldTypeView>, 
/**
 * Its files.
 */
files: Array<FileView>, 
/**
 * Most files.
 */
max_files: number, 
/**
 * Media types that are taken.
 */
media_types: Array<string>, 
/**
 * Whether it may come later, and what if it does not.
 */
deferrable: DeferralView | null, 
/**
 * Commitments that are offered in its place.
 */
commitments: Array<CommitmentView>, 
/**
 * Acceptable forms.
 */
variants: Array<OptionView>, 
/**
 * What is wrong with what was handed in.
 */
faults: Array<MaterialFaultView>, 
/**
 * Filled samples.
 */
samples: Array<SampleView>, 
/**
 * Common errors.
 */
common_errors: Array<CommonErrorView>, 
/**
 * By what it is asked.
 */
source: SourceView | null, 
/**
 * In a supplement: why it is asked again.
 */
asked_again: string | null, };

/**
 * The materials of a draft.
 */
export type MaterialsView = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * The materials, in the order of the service.
 */
items: Array<MaterialView>, 
/**
 * Names of what is missing.
 */
missing: Array<string>, 
/**
 * Whether materials and form are complete.
 */
complete: boolean, 
/**
 * Answers that are missing or wrong.
 */
form_missing: Array<MissingAnswerView>, };

/**
 * Which switch of the reminders a message obeys.
 */
export type MessageKindView = "case" | "deadline" | "certificate" | "draft" | "look";

/**
 * A message, by its id.
 */
export type MessageRequest = { 
/**
 * Its id.
 */
id: string, };

/**
 * Something that the person is told.
 */
export type MessageView = { 
/**
 * Its id.
 */
id: string, 
/**
 * The case that it is about.
 */
case: string | null, 
/**
 * What: slug.
 */
code: string, 
/**
 * Named values for its text.
 */
params: { [key in string]: Param }, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Whether it was read.
 */
read: boolean, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * Whether the person has to do something.
 */
needs_you: boolean, 
/**
 * Which switch of the reminders it obeys.
 */
kind: MessageKindView, 
/**
 * Where it leads: a path of the screens.
 */
link: string, };

/**
 * How many messages wait.
 */
export type MessagesChangedView = { 
/**
 * Messages that were not read.
 */
unread: number, 
/**
 * Messages that ask the person to do something.
 */
needs_you: number, };

/**
 * An answer that is missing or wrong.
 */
export type MissingAnswerView = { 
/**
 * Its page, from 0.
 */
page: number, 
/**
 * Id of the field.
 */
field: string, 
/**
 * Its name.
 */
label: string, };

/**
 * A move file that was written, and the code that opens it.
 */
export type MovedView = { 
/**
 * The file.
 */
file: ExportedView, 
/**
 * The code: 20 signs in groups. It is kept nowhere.
 */
code: string, };

/**
 * Nothing beside the name.
 */
export type NothingView = Record<symbol, never>;

/**
 * A supplement notice.
 */
export type NoticeView = { 
/**
 * Its number.
 */
document: string, 
/**
 * The last day, YYYY-MM-DD.
 */
until: string | null, 
/**
 * Whether a day before it is not announced yet.
 */
provisional: boolean, 
/**
 * Everything that it names.
 */
gaps: Array<GapView>, };

/**
 * Where a click leads.
 */
export type OpenLinkView = { 
/**
 * A path of the screens.
 */
link: string, };

/**
 * Something to choose.
 */
export type OptionView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
label: string, };

/**
 * Where a value comes from.
 */
export type OriginView = { "kind": "typed" } | { "kind": "known", 
/**
 * Title of the certificate.
 */
source: string, 
/**
 * Why it is not asked again.
 */
basis: SourceView, } | { "kind": "computed" };

/**
 * What an item asks for.
 */
export type OutboxActionView = "submit" | "supply" | "withdraw" | "choose_route" | "draft" | "take" | "judge" | "correct" | "ask_supplement" | "accept" | "not_accept" | "grant" | "refuse" | "resume" | "act";

/**
 * What a person can do about an item.
 */
export type OutboxDoView = "retry" | "take_back" | "correct" | "see_other" | "see_case" | "choose" | "delete";

/**
 * An item, by its id.
 */
export type OutboxItemRequest = { 
/**
 * Its id.
 */
id: string, };

/**
 * One item.
 */
export type OutboxItemView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its case.
 */
case: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * What it asks for.
 */
action: OutboxActionView, 
/**
 * Where it is: exactly one of nine.
 */
state: OutboxStateView, 
/**
 * Bytes of text and files that are confirmed, of all, 0 to 100.
 */
percent: number, 
/**
 * Files that it carries.
 */
files: number, 
/**
 * Files that have not arrived.
 */
files_left: number, 
/**
 * Those of them that are on this device, in their order.
 */
photos: Array<OutboxPhotoView>, 
/**
 * Number of the receipt.
 */
number: string | null, 
/**
 * When it was made, RFC 3339.
 */
made_at: string, 
/**
 * When it is tried next, RFC 3339.
 */
next_try_at: string | null, 
/**
 * Why it was rejected, needs the person or is sent again: slug.
 */
reason: string | null, 
/**
 * Further detail of the reason: slug.
 */
reason_detail: string | null, 
/**
 * Id of the item that it waits for.
 */
blocked_by: string | null, 
/**
 * The draft that it came from, or that it is.
 */
draft: string | null, 
/**
 * Fields of its draft that a person has to choose.
 */
conflicts: number, 
/**
 * What can be done about it, the most useful first.
 */
can: Array<OutboxDoView>, };

/**
 * A file of an item that has not arrived.
 */
export type OutboxPhotoView = { 
/**
 * Its id, for `outbox.pin`.
 */
id: string, 
/**
 * Name of the material that it shows.
 */
name: string, 
/**
 * The how manieth file of that material it is, from 1.
 */
n: number, 
/**
 * Its size in bytes.
 */
size: number, 
/**
 * Whether the person wants it to go before all others.
 */
first: boolean, };

/**
 * Names a photo of an item that is to go before all others.
 */
export type OutboxPinRequest = { 
/**
 * Id of the item.
 */
id: string, 
/**
 * Id of the photo.
 */
file: string, };

/**
 * Where an item is.
 */
export type OutboxStateView = "editing" | "ready" | "waiting_for_network" | "sending" | "text_received" | "received" | "returned_for_correction" | "blocked_by" | "needs_you";

/**
 * Everything that is on its way or was lately.
 */
export type OutboxView = { 
/**
 * The items, in the order of the person; drafts that wait for a choice come first.
 */
items: Array<OutboxItemView>, 
/**
 * How many wait to be received.
 */
waiting: number, 
/**
 * When the next try is, RFC 3339.
 */
next_try_at: string | null, 
/**
 * Whether the platform answered at the last try.
 */
online: boolean, 
/**
 * When it last answered, RFC 3339.
 */
last_success_at: string | null, 
/**
 * What keeps everything: `disk_full`, `update_needed`, `session_refused` or `forked`.
 */
problem: string | null, };

/**
 * What a newer pack changes for a draft.
 */
export type PackChangeView = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Version that it is filled in by.
 */
from: number, 
/**
 * The newest version.
 */
to: number, 
/**
 * Whether the newer pack still has the service; without it there is nothing to follow.
 */
can_follow: boolean, 
/**
 * What would be asked that is not asked now.
 */
asked: Array<string>, 
/**
 * What would no longer be asked; what was typed there is kept.
 */
not_asked: Array<string>, 
/**
 * Answers that would no longer be right as they are.
 */
to_change: Array<string>, 
/**
 * Materials that would be needed.
 */
needed: Array<string>, 
/**
 * Materials that would no longer be needed; what was added there is kept.
 */
not_needed: Array<string>, };

/**
 * A person's choice about a newer pack.
 */
export type PackChooseRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * The version that was shown.
 */
version: number, 
/**
 * Whether to follow it.
 */
follow: boolean, };

/**
 * A page of the form.
 */
export type PageView = { 
/**
 * Id of the section.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The fields that are shown.
 */
fields: Array<FormFieldView>, 
/**
 * Fields that are shown.
 */
visible: number, 
/**
 * Fields that need an answer.
 */
needed: number, 
/**
 * Of these, fields that are in order.
 */
ready: number, 
/**
 * Values that nobody had to type.
 */
known: number, };

/**
 * One named value for a text.
 */
export type Param = number | string;

/**
 * What the bytes beside the reply are.
 */
export type PictureView = { 
/**
 * Their media type.
 */
media_type: string, };

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
 * A reason.
 */
export type ReasonView = { 
/**
 * In words; for a ground that holds for every service, its slug.
 */
reason: string, 
/**
 * Where the clause stands.
 */
clause: string, 
/**
 * The clause, word for word.
 */
clause_text: string | null, 
/**
 * What would help.
 */
advice: string | null, 
/**
 * The day from which applying again makes sense, YYYY-MM-DD.
 */
again_from: string | null, };

/**
 * A reason for which it can be refused.
 */
export type RefusalView = { 
/**
 * Its id.
 */
id: string, 
/**
 * In words.
 */
reason: string, 
/**
 * Where the clause stands.
 */
clause: string, 
/**
 * The clause, word for word.
 */
clause_text: string, 
/**
 * The day from which applying again makes sense, YYYY-MM-DD.
 */
again_from: string | null, 
/**
 * What would help.
 */
advice: string | null, };

/**
 * The remedies.
 */
export type RemedyKindView = "reconsideration" | "lawsuit" | "complaint" | "cannot_get_it_done";

/**
 * Something that can be done about a decision.
 */
export type RemedyView = { 
/**
 * Which.
 */
kind: RemedyKindView, 
/**
 * Where to turn.
 */
where_to: string, 
/**
 * In which time, in words.
 */
within: string | null, 
/**
 * The last day, YYYY-MM-DD, where the decision's day is known.
 */
until: string | null, 
/**
 * By what.
 */
source: SourceView, };

/**
 * A reminder as the system shows it: discreet, if that is set.
 */
export type ReminderView = { 
/**
 * Names it.
 */
id: string, 
/**
 * One line.
 */
title: string, 
/**
 * One sentence.
 */
text: string, 
/**
 * Where it leads: a path of the screens.
 */
link: string, 
/**
 * Of how many messages it tells.
 */
count: number, };

/**
 * Changes only what is given.
 */
export type RemindersSetRequest = { 
/**
 * What the office did.
 */
cases?: boolean, 
/**
 * Limits of the person's and of the office's.
 */
deadlines?: boolean, 
/**
 * Certificates that expire.
 */
certificates?: boolean, 
/**
 * Drafts that go for good.
 */
drafts?: boolean, 
/**
 * What the system shows names neither service nor person nor day.
 */
discreet?: boolean, 
/**
 * Whether there are hours in which nothing rings.
 */
quiet?: boolean, 
/**
 * Their beginning in the legal zone, HH:MM.
 */
quiet_from?: string, 
/**
 * Their end in the legal zone, HH:MM.
 */
quiet_to?: string, };

/**
 * What rings on this device. A kind that is off still stands in the inbox.
 */
export type RemindersView = { 
/**
 * What the office did.
 */
cases: boolean, 
/**
 * Limits of the person's and of the office's.
 */
deadlines: boolean, 
/**
 * Certificates that expire.
 */
certificates: boolean, 
/**
 * Drafts that go for good.
 */
drafts: boolean, 
/**
 * What the system shows names neither service nor person nor day.
 */
discreet: boolean, 
/**
 * Whether there are hours in which nothing rings; it rings after them.
 */
quiet: boolean, 
/**
 * Their beginning in the legal zone, HH:MM.
 */
quiet_from: string, 
/**
 * Their end in the legal zone, HH:MM.
 */
quiet_to: string, 
/**
 * Whether this machine can show something outside of the app's window.
 */
shows: boolean, 
/**
 * When the next one becomes due, RFC 3339; null while the wallet is locked, or for none.
 */
next_at: string | null, };

/**
 * What opens the wallet.
 */
export type RenewKeysRequest = { 
/**
 * PIN or passphrase.
 */
secret: SecretText, };

/**
 * An answer in words.
 */
export type ReviewLineView = { 
/**
 * Id of the field.
 */
field: string, 
/**
 * Its name.
 */
label: string, 
/**
 * The answer.
 */
value: string, 
/**
 * Title of the certificate that it comes from.
 */
source: string | null, };

/**
 * A material that goes along.
 */
export type ReviewMaterialView = { 
/**
 * Its name.
 */
name: string, 
/**
 * How it is handed in: slug.
 */
how: string, 
/**
 * Files.
 */
files: number, };

/**
 * The answers of one page.
 */
export type ReviewPageView = { 
/**
 * Its title.
 */
title: string, 
/**
 * Its place, from 0.
 */
page: number, 
/**
 * The answers.
 */
lines: Array<ReviewLineView>, };

/**
 * Everything before it is sent.
 */
export type ReviewView = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * Who decides.
 */
office: string, 
/**
 * The answers by page.
 */
pages: Array<ReviewPageView>, 
/**
 * The materials that go along.
 */
materials: Array<ReviewMaterialView>, 
/**
 * Whether it can be submitted.
 */
can_submit: boolean, 
/**
 * What is missing, by name.
 */
missing: Array<string>, 
/**
 * The routes by which documents can come, for an application; a supplement keeps that of its
 * case.
 */
routes: Array<RouteView>, };

/**
 * By which route documents come.
 */
export type RouteKindView = "app" | "email" | "terminal" | "post" | "fax" | "wechat" | "counter";

/**
 * A choice of a route.
 */
export type RouteRequest = { 
/**
 * Which.
 */
kind: RouteKindView, 
/**
 * Where to, where the route needs it.
 */
to?: string, };

/**
 * A route that a service offers.
 */
export type RouteView = { 
/**
 * Which.
 */
kind: RouteKindView, 
/**
 * Its name.
 */
name: string, 
/**
 * What happens on it and what it costs; of packs that say nothing, nothing.
 */
text: string | null, 
/**
 * Whether the applicant has to say where to.
 */
needs_address: boolean, 
/**
 * Where to by the form, for the applicant to confirm or change.
 */
suggested: string | null, };

/**
 * Reasons and remedies.
 */
export type RulingView = { 
/**
 * Kind of the decision: slug.
 */
kind: string, 
/**
 * Its number.
 */
document: string, 
/**
 * Its day, YYYY-MM-DD.
 */
date: string, 
/**
 * The reasons.
 */
reasons: Array<ReasonView>, 
/**
 * What can be done about it.
 */
remedies: Array<RemedyView>, };

/**
 * A sample with invented persons.
 */
export type SampleView = { 
/**
 * Its title.
 */
title: string, 
/**
 * Its text.
 */
markdown: string | null, 
/**
 * Its picture.
 */
svg: string | null, };

/**
 * A code's text, pasted or read by the host's own scanner.
 */
export type ScanTextRequest = { 
/**
 * The text.
 */
text: string, };

/**
 * What a sending from the sealed outbox came to.
 */
export type SealedView = { 
/**
 * Operations that the platform received or sent back.
 */
sent: number, 
/**
 * Operations that wait.
 */
waiting: number, };

/**
 * What a person types to open the wallet.
 */
export type SecretKind = "pin" | "passphrase";

/**
 * What a person typed. Printed nowhere, wiped when dropped.
 */
export type SecretText = string;

/**
 * A document was served.
 */
export type ServedView = { 
/**
 * By which route.
 */
route: RouteKindView, 
/**
 * Its name.
 */
name: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * What shows it.
 */
receipt: string, };

/**
 * A service in a list.
 */
export type ServiceCardView = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * For whom and for what.
 */
summary: string, 
/**
 * Who decides.
 */
office: string, 
/**
 * Slug of the kind of item.
 */
kind: string, 
/**
 * The certificate that a grant issues.
 */
certificate_type: string | null, 
/**
 * The phrase that matched.
 */
because: string | null, 
/**
 * How long it takes.
 */
promise: LimitView | null, 
/**
 * Whether it costs nothing.
 */
free: boolean, 
/**
 * How often one must come in person.
 */
visits: number, 
/**
 * Id of a draft of it.
 */
draft: string | null, };

/**
 * A service, by its id.
 */
export type ServiceRequest = { 
/**
 * Id of the service.
 */
service: string, };

/**
 * What somebody looks for.
 */
export type ServicesRequest = { 
/**
 * An everyday phrase, pinyin or initials; without it everything is listed.
 */
query?: string, 
/**
 * Id of a life event.
 */
life_event?: string, };

/**
 * The services that were found.
 */
export type ServicesView = { 
/**
 * Name of the region.
 */
region: string, 
/**
 * Version of the pack.
 */
pack_version: number, 
/**
 * Day of the pack's state, YYYY-MM-DD.
 */
as_of: string, 
/**
 * Life events with the number of their services.
 */
life_events: Array<LifeEventView>, 
/**
 * The services, best match first.
 */
services: Array<ServiceCardView>, 
/**
 * True when something was looked for and nothing was found.
 */
nothing_found: boolean, };

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
quarantined: Array<QuarantinedView>, 
/**
 * The disk is full: what was typed last went into the reserve, and photos find no room. The
 * person is to make room; the reserve is made again then.
 */
disk_full: boolean, 
/**
 * For which office the person acts; null for a resident, and while the wallet is locked.
 */
staff: StaffView | null, };

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
 * The short message about a document, in one language.
 */
export type ShortMessageView = { 
/**
 * Number of the document that it is about; not part of the text.
 */
document: string, 
/**
 * Its language.
 */
locale: string, 
/**
 * The text to send or to read out.
 */
text: string, };

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
 * One of two values.
 */
export type SideView = "here" | "there";

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
 * The source behind a demand or a limit.
 */
export type SourceView = { 
/**
 * Title.
 */
title: string, 
/**
 * Article and paragraph.
 */
clause: string, 
/**
 * Number of the document.
 */
number: string | null, 
/**
 * Whether it binds today.
 */
in_force: boolean, 
/**
 * Whether it is a draft, which never binds (rule L1).
 */
proposed: boolean, 
/**
 * First day in force, YYYY-MM-DD.
 */
since: string | null, 
/**
 * What a reader must know.
 */
note: string | null, 
/**
 * Rules that say otherwise and do not apply, with the reason (rule L2).
 */
losing: Array<LosingView>, };

/**
 * A limit with its source.
 */
export type SourcedLimitView = { 
/**
 * The limit.
 */
limit: LimitView, 
/**
 * By what.
 */
source: SourceView, };

/**
 * A text with its source.
 */
export type SourcedTextView = { 
/**
 * The text.
 */
text: string, 
/**
 * By what.
 */
source: SourceView, };

/**
 * For which office a member of staff acts.
 */
export type StaffView = { 
/**
 * Name of the officer.
 */
name: string, 
/**
 * Name of the office.
 */
office: string, 
/**
 * Slugs of the roles.
 */
roles: Array<string>, };

/**
 * Whether a status snapshot was looked at.
 */
export type StatusCheckView = "checked" | "not_checked";

/**
 * It is in the outbox.
 */
export type SubmittedView = { 
/**
 * Its item.
 */
item: OutboxItemView, 
/**
 * Its case.
 */
case: string, };

/**
 * How a material is handed in, other than by files.
 */
export type SupplyHowView = "certificate" | "on_paper" | "commitment" | "nothing";

/**
 * By what an applicant is told that there is news.
 */
export type TellByView = "phone" | "sms" | "wechat";

/**
 * Makes a template of a draft.
 */
export type TemplateMakeRequest = { 
/**
 * The draft.
 */
draft: string, 
/**
 * What to call it.
 */
name: string, };

/**
 * A template, by its id.
 */
export type TemplateRequest = { 
/**
 * Its id.
 */
template: string, };

/**
 * Answers to begin with again.
 */
export type TemplateView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What the person calls it.
 */
name: string, 
/**
 * Id of the service.
 */
service: string, 
/**
 * Name of the service.
 */
service_name: string, 
/**
 * How many answers it holds.
 */
answers: number, 
/**
 * When it was made, RFC 3339.
 */
made_at: string, };

/**
 * The colours.
 */
export type ThemeView = "system" | "light" | "dark" | "contrast";

/**
 * A title with a text.
 */
export type TitledView = { 
/**
 * The title.
 */
title: string, 
/**
 * The text.
 */
text: string, };

/**
 * The applicant was told.
 */
export type ToldView = { 
/**
 * By what.
 */
by: TellByView, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * What shows it.
 */
receipt: string, };

/**
 * The texts of a certificate type.
 */
export type TypeTextView = { 
/**
 * Its title.
 */
title: string, 
/**
 * A word or two.
 */
short: string, 
/**
 * Labels of its fields, by name.
 */
field: { [key in string]: string }, };

/**
 * Texts that a screen adds to its catalogue under `type`, for one locale.
 */
export type TypeTextsView = { 
/**
 * The locale.
 */
locale: string, 
/**
 * Certificate types by name.
 */
types: { [key in string]: TypeTextView }, };

/**
 * What kind of days.
 */
export type UnitView = "working" | "calendar" | "unstated";

/**
 * What opens the wallet.
 */
export type UnlockRequest = { 
/**
 * PIN or passphrase.
 */
secret: SecretText, };

/**
 * An answer.
 */
export type ValueView = { "kind": "text", 
/**
 * The text.
 */
value: string, } | { "kind": "number", 
/**
 * The number.
 */
value: number, } | { "kind": "day", 
/**
 * YYYY-MM-DD.
 */
value: string, } | { "kind": "bool", 
/**
 * The answer.
 */
value: boolean, } | { "kind": "choices", 
/**
 * The ids.
 */
value: Array<string>, };

/**
 * A place.
 */
export type VenueView = { 
/**
 * Its name.
 */
name: string, 
/**
 * Where it is.
 */
address: string, 
/**
 * When it is open.
 */
hours: string | null, 
/**
 * Telephone.
 */
phone: string | null, };

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
 * Whether the app's window is in the foreground.
 */
export type VisibleRequest = { 
/**
 * Whether a person can see it.
 */
visible: boolean, };

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
  "sealed.send": { request: NothingView; reply: SealedView };
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
  "services.list": { request: ServicesRequest; reply: ServicesView };
  "services.guide": { request: ServiceRequest; reply: GuideView };
  "services.texts": { request: NothingView; reply: TypeTextsView };
  "drafts.list": { request: NothingView; reply: Array<DraftCardView> };
  "drafts.start": { request: DraftStartRequest; reply: DraftView };
  "drafts.get": { request: DraftRequest; reply: DraftView };
  "drafts.save": { request: DraftSaveRequest; reply: DraftView };
  "drafts.discard": { request: DraftRequest; reply: NothingView };
  "drafts.restore": { request: DraftRequest; reply: DraftCardView };
  "drafts.trash": { request: NothingView; reply: Array<DraftCardView> };
  "drafts.duplicate": { request: DraftRequest; reply: DraftView };
  "drafts.templates": { request: NothingView; reply: Array<TemplateView> };
  "drafts.make_template": { request: TemplateMakeRequest; reply: Array<TemplateView> };
  "drafts.delete_template": { request: TemplateRequest; reply: Array<TemplateView> };
  "drafts.start_from": { request: TemplateRequest; reply: DraftView };
  "drafts.pack_change": { request: DraftRequest; reply: PackChangeView };
  "drafts.choose_pack": { request: PackChooseRequest; reply: DraftView };
  "drafts.conflict": { request: DraftRequest; reply: ConflictView };
  "drafts.choose": { request: ConflictChooseRequest; reply: ConflictView };
  "drafts.materials": { request: DraftRequest; reply: MaterialsView };
  "drafts.attach": { request: DraftAttachRequest; reply: MaterialsView };
  "drafts.detach": { request: DraftDetachRequest; reply: MaterialsView };
  "drafts.supply": { request: DraftSupplyRequest; reply: MaterialsView };
  "drafts.file": { request: DraftFileRequest; reply: PictureView };
  "drafts.review": { request: DraftRequest; reply: ReviewView };
  "drafts.submit": { request: DraftSubmitRequest; reply: SubmittedView };
  "outbox.list": { request: NothingView; reply: OutboxView };
  "outbox.retry": { request: OutboxItemRequest; reply: OutboxView };
  "outbox.pin": { request: OutboxPinRequest; reply: OutboxView };
  "outbox.delete": { request: OutboxItemRequest; reply: OutboxView };
  "outbox.take_back": { request: OutboxItemRequest; reply: DraftView };
  "sync.now": { request: NothingView; reply: OutboxView };
  "cases.list": { request: CasesListRequest; reply: Array<CaseCardView> };
  "cases.get": { request: CaseRequest; reply: CaseDetailView };
  "cases.supplement": { request: CaseRequest; reply: DraftView };
  "cases.file": { request: CaseFileRequest; reply: PictureView };
  "cases.choose_route": { request: CaseRouteRequest; reply: OutboxItemView };
  "cases.withdraw": { request: CaseRequest; reply: OutboxItemView };
  "messages.list": { request: NothingView; reply: Array<MessageView> };
  "messages.read": { request: MessageRequest; reply: Array<MessageView> };
  "messages.read_all": { request: NothingView; reply: Array<MessageView> };
  "reminders.get": { request: NothingView; reply: RemindersView };
  "reminders.set": { request: RemindersSetRequest; reply: RemindersView };
  "app.visible": { request: VisibleRequest; reply: NothingView };
  "looks.list": { request: NothingView; reply: Array<LookView> };
  "desk.queue": { request: NothingView; reply: DeskView };
  "desk.case": { request: CaseRequest; reply: DeskCaseView };
  "desk.file": { request: DeskFileRequest; reply: PictureView };
  "desk.act": { request: DeskActRequest; reply: DeskCaseView };
  "settings.get": { request: NothingView; reply: SettingsView };
  "settings.set": { request: SettingsSetRequest; reply: SettingsView };
  "exchange.export": { request: NothingView; reply: ExportedView };
  "exchange.move_out": { request: NothingView; reply: MovedView };
  "exchange.begin": { request: ImportBeginRequest; reply: NothingView };
  "exchange.piece": { request: ImportPieceRequest; reply: ImportView };
  "exchange.cancel": { request: NothingView; reply: NothingView };
  "store.open_anew": { request: NothingView; reply: SessionView };
  "secret.change": { request: ChangeSecretRequest; reply: SessionView };
  "keys.renew": { request: RenewKeysRequest; reply: SessionView };
  "wallet.erase": { request: NothingView; reply: SessionView };
}
