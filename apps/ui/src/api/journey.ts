/** The types of the calls of an application's way, until the generated ones hold them. */

import type { Calls as FirstCalls, EventView as FirstEvent, NothingView, Param, SessionView as FirstSession } from './generated/api';

// ── Services ────────────────────────────────────────────────────────────
export type ServicesRequest = { query?: string, life_event?: string };
export type ServicesView = { region: string, pack_version: number, as_of: string, life_events: LifeEventView[], services: ServiceCardView[], nothing_found: boolean };
export type LifeEventView = { id: string, name: string, count: number };
export type ServiceCardView = { id: string, name: string, summary: string, office: string, kind: string, certificate_type: string | null,
  because: string | null /* the phrase that matched */, promise: LimitView | null, free: boolean, visits: number, draft: string | null /* id of a draft of it */ };
export type LimitView = { text: string /* "10 working days" */, days: number, unit: "working" | "calendar" | "unstated" };
// A source behind a demand: title, clause, status, dates; for the ⓘ sheet.
export type SourceView = { title: string, clause: string, number: string | null, in_force: boolean, proposed: boolean, since: string | null, note: string | null, losing: LosingView[] };
export type LosingView = { text: string, why: string };

export type ServiceRequest = { service: string };
export type GuideView = { id: string, name: string, summary: string, kind: string, office: string, certificate_type: string | null,
  gets: TitledView[] /* title=what, text=how */, promise: SourcedLimitView | null, law: SourcedLimitView | null, provisional: boolean,
  fees: FeeView[], free: boolean, visits: number, visits_reason: string | null,
  materials: GuideMaterialView[], who: string, conditions: SourcedTextView[], hours: string, channels: ChannelView[], steps: TitledView[],
  contacts: ContactView[], notes: string /* Markdown */, basis: SourceView[], venues: VenueView[], common_errors: CommonErrorView[],
  samples: SampleView[] /* blank and filled forms */, remedies: RemedyView[], draft: string | null };
export type TitledView = { title: string, text: string };
export type SourcedLimitView = { limit: LimitView, source: SourceView };
export type SourcedTextView = { text: string, source: SourceView };
export type FeeView = { name: string, fen: number, concession: string | null, source: SourceView };
export type ChannelView = { kind: "app" | "web" | "terminal" | "window" | "post" | "helper", text: string };
export type ContactView = { kind: "question" | "complaint" | "cannot_get_it_done", name: string, phone: string | null, place: string | null };
export type VenueView = { name: string, address: string, hours: string | null, phone: string | null };
export type CommonErrorView = { id: string, number: number, text: string, wrong: string | null, right: string | null };
export type SampleView = { title: string, markdown: string | null, svg: string | null };
export type GuideMaterialView = { id: string, name: string, help: string | null, standing: "have" | "photo" | "paper" | "office" | "not_needed_yet",
  from: string | null /* "from your residence permit" certificate title */, deferrable: boolean, samples: SampleView[], common_errors: CommonErrorView[], source: SourceView };
export type RemedyView = { kind: "reconsideration" | "lawsuit" | "complaint" | "cannot_get_it_done", where_to: string, within: string | null /* text, e.g. "60 days" */, until: string | null, source: SourceView };

// ── Drafts ──────────────────────────────────────────────────────────────
export type DraftCardView = { id: string, service: string, service_name: string, kind: "application" | "supplement", case: string | null, saved_at: string,
  ready: number, needed: number, page_title: string | null, resumed: boolean /* it was open when the app ended: offer it */ };
export type DraftStartRequest = { service: string };
export type DraftRequest = { draft: string };
export type ValueView = { kind: "text", value: string } | { kind: "number", value: number } | { kind: "day", value: string } | { kind: "bool", value: boolean } | { kind: "choices", value: string[] };
// Saves what was typed, durably, before the reply. `null` takes an answer away. `page` = where the person is.
export type DraftSaveRequest = { draft: string, answers: Array<{ field: string, value: ValueView | null }>, page: number };
export type DraftView = { id: string, kind: "application" | "supplement", case: string | null, service: string, service_name: string, saved_at: string, page: number,
  pages: PageView[], unknown_answers: number, complete: boolean, pack_changed: boolean };
export type PageView = { id: string, title: string, fields: FormFieldView[], visible: number, needed: number, ready: number, known: number };
export type FormFieldView = { id: string, label: string, help: string | null, purpose: string, visible: true,
  input: { kind: "text" | "long_text", max: number } | { kind: "number" | "money", min: number, max: number } | { kind: "date", earliest: string | null, latest: string | null }
       | { kind: "yes_no" } | { kind: "declaration" } | { kind: "choice", options: OptionView[] } | { kind: "choices", options: OptionView[], min: number, max: number }
       | { kind: "person_name" | "citizen_id" | "credit_code" | "phone" | "address" },
  needed: boolean, editable: boolean, value: ValueView | null, typed: ValueView | null /* what was typed, even if it does not count */,
  origin: { kind: "typed" } | { kind: "known", source: string /* title of the certificate */, basis: SourceView } | { kind: "computed" } | null,
  problems: FieldProblemView[] };
export type OptionView = { id: string, label: string };
// code: missing | not_declared | wrong_type | too_long {max} | too_short {missing} | out_of_range {min,max} | bad_date | bad_check_character | bad_phone | no_option | too_few | too_many | not_computable | check; text = pack's sentence for "check"
export type FieldProblemView = { code: string, params: { [key in string]: Param }, text: string | null, only_missing: boolean, common_error: CommonErrorView | null };

// Bytes of the call = the picture or file. The core checks type, size, pixels; resizes; strips metadata; encrypts; keeps.
export type DraftAttachRequest = { draft: string, material: string, variant?: string };
export type DraftDetachRequest = { draft: string, file: string };
export type DraftSupplyRequest = { draft: string, material: string, how: "certificate" | "on_paper" | "commitment" | "nothing", certificate_type?: string, commitment?: string };
export type DraftFileRequest = { draft: string, file: string };             // reply bytes = the picture
export type PictureView = { media_type: string };
export type MaterialsView = { draft: string, service_name: string, items: MaterialView[], missing: string[] /* names */, complete: boolean, form_missing: MissingAnswerView[] };
export type MissingAnswerView = { page: number, field: string, label: string };
export type MaterialView = { id: string, name: string, help: string | null,
  standing: "in_order" | "missing" | "faulty" | "later" | "office" | "not_needed",
  how: "files" | "certificate" | "on_paper" | "commitment" | null, from: string | null, certificates: Array<{ type_name: string, title: string }>,
  files: FileView[], max_files: number, media_types: string[], deferrable: { until: string | null, otherwise: string } | null,
  commitments: Array<{ id: string, text: string, liability: string }>, variants: OptionView[], faults: Array<{ code: string, params: { [key in string]: Param } }>,
  samples: SampleView[], common_errors: CommonErrorView[], source: SourceView | null, asked_again: string | null /* in a supplement: why */ };
export type FileView = { id: string, media_type: string, size: number };
export type ReviewView = { draft: string, service_name: string, office: string, pages: Array<{ title: string, page: number, lines: Array<{ field: string, label: string, value: string, source: string | null }> }>,
  materials: Array<{ name: string, how: string, files: number }>, can_submit: boolean, missing: string[] };
export type SubmittedView = { item: OutboxItemView, case: string };

// ── Outbox ──────────────────────────────────────────────────────────────
// state: editing | ready | waiting_for_network | sending | text_received | received | returned_for_correction | blocked_by | needs_you
export type OutboxView = { items: OutboxItemView[], waiting: number, next_try_at: string | null, online: boolean, last_success_at: string | null, problem: string | null /* disk_full | update_needed | session_refused | forked */ };
export type OutboxItemView = { id: string, case: string, service_name: string, action: "submit" | "supply" | "withdraw", state: string, percent: number, files: number, files_left: number, number: string | null,
  made_at: string, next_try_at: string | null, reason: string | null, reason_detail: string | null, blocked_by: string | null, can_take_back: boolean, can_retry: boolean };
export type OutboxItemRequest = { id: string };

// ── Cases, messages, who looked ─────────────────────────────────────────
export type CaseCardView = { id: string, service_name: string, certificate_type: string | null, phase: string, holder: string, number: string | null, since: string, days_left: DaysLeftView | null, needs_you: boolean, as_of: string };
export type DaysLeftView = { kind: "answer" | "supply" | "decision", left: number, unit: "working" | "calendar", due: string, overdue: boolean, provisional: boolean, today: string, rule: SourceView | null, promise_days: number | null, law_days: number | null,
  line: Array<{ date: string, counted: boolean, why: string /* counted | weekend | holiday | make_up | start | … */, today: boolean }> };
export type CaseRequest = { case: string };
export type CaseDetailView = { card: CaseCardView, office: string, applicant: string | null, life: LifeStepView[], notice: NoticeView | null, ruling: RulingView | null, go_to: string | null, documents: DocumentView[],
  materials: CaseMaterialView[], answers: ReviewView["pages"], update_needed: boolean, allowed: string[] /* submit supply withdraw */, outbox: OutboxItemView[], certificate: string | null /* id in the wallet */, supplement_draft: string | null };
export type LifeStepView = { code: string, at: string | null, date: string | null, state: "done" | "now" | "ahead", detail: string | null, document: string | null };
export type NoticeView = { document: string, until: string | null, provisional: boolean, gaps: GapView[] };
export type GapView = { kind: "material" | "answer", id: string, name: string, why: string, example: CommonErrorView | null };
export type RulingView = { kind: string, document: string, date: string, reasons: Array<{ reason: string, clause: string, clause_text: string | null, advice: string | null, again_from: string | null }>, remedies: RemedyView[] };
export type DocumentView = { number: string, kind: string, date: string | null };
export type CaseMaterialView = { id: string, name: string, source: string, judgement: "fit" | "missing" | "unfit" | "not_confirmed" | null, errors: CommonErrorView[], files: FileView[] };
export type MessageView = { id: string, case: string | null, code: string /* received | supplement | accepted | deemed_accepted | granted | refused | certificate | … */, params: { [key in string]: Param }, at: string, read: boolean, service_name: string, needs_you: boolean };
export type MessageRequest = { id: string };
export type LookView = { at: string, actor: string, purpose: string, case: string | null, service_name: string | null, number: string | null };

// ── Desk (staff) ────────────────────────────────────────────────────────
export type DeskView = { name: string, office: string, roles: string[], now: string, groups: Array<{ code: "overdue" | "today" | "soon" | "later" | "waiting_applicant", items: DeskItemView[] }>, done: DeskItemView[] };
export type DeskItemView = { case: string, applicant: string, service_name: string, number: string, phase: string, holder: string, due: string | null, left: number | null, unit: "working" | "calendar" | null, due_kind: string | null, provisional: boolean, possible_duplicate: boolean };
export type DeskCaseView = { case: string, version: number, applicant: string, service: string, service_name: string, number: string, received_at: string, phase: string, holder: string, days_left: DaysLeftView | null,
  answers: Array<{ title: string, lines: Array<{ field: string, label: string, value: string, source: string | null, problem: string | null, correctable: boolean }> }>,
  materials: DeskMaterialView[], judged: number, conditions: Array<{ id: string, text: string, holds: boolean | null, source: SourceView }>, gaps: GapView[],
  allowed: string[] /* action slugs that this person's roles may do now */, refusals: Array<{ id: string, reason: string, clause: string, clause_text: string, again_from: string | null, advice: string | null }>, remedies: RemedyView[],
  life: LifeStepView[], documents: DocumentView[], complete: boolean, notice: NoticeView | null, ruling: RulingView | null };
export type DeskMaterialView = { id: string, name: string, source: "files" | "certificate" | "on_paper" | "commitment" | "office" | "none", from: string | null, files: Array<FileView & { arrived: boolean }>, deferrable: boolean,
  judgement: "fit" | "missing" | "unfit" | "not_confirmed" | null, errors: string[], common_errors: CommonErrorView[], may: Array<"fit" | "missing" | "unfit" | "not_confirmed"> };
export type DeskFileRequest = { case: string, file: string };               // reply bytes
export type DeskActRequest = { case: string, version: number, act:
    { kind: "take" } | { kind: "judge", material: string, judgement: "fit" | "missing" | "unfit" | "not_confirmed", errors: string[] } | { kind: "correct", field: string, value: ValueView }
  | { kind: "ask_supplement" } | { kind: "accept" } | { kind: "not_accept", reasons: string[] } | { kind: "grant" } | { kind: "refuse", reasons: string[] } | { kind: "resume" } | { kind: "stop", reason: string } };
// ask_supplement, accept, not_accept, grant, refuse go through Confirm (text made by the core).

export interface JourneyCalls {
  "services.list": { request: ServicesRequest; reply: ServicesView };
  "services.guide": { request: ServiceRequest; reply: GuideView };
  "drafts.list": { request: NothingView; reply: DraftCardView[] };
  "drafts.start": { request: DraftStartRequest; reply: DraftView };
  "drafts.get": { request: DraftRequest; reply: DraftView };
  "drafts.save": { request: DraftSaveRequest; reply: DraftView };
  "drafts.discard": { request: DraftRequest; reply: NothingView };   // kept 30 days, drafts.restore brings it back
  "drafts.restore": { request: DraftRequest; reply: DraftCardView };
  "drafts.materials": { request: DraftRequest; reply: MaterialsView };
  "drafts.attach": { request: DraftAttachRequest; reply: MaterialsView };      // bytes in
  "drafts.detach": { request: DraftDetachRequest; reply: MaterialsView };
  "drafts.supply": { request: DraftSupplyRequest; reply: MaterialsView };
  "drafts.file": { request: DraftFileRequest; reply: PictureView };            // bytes out
  "drafts.review": { request: DraftRequest; reply: ReviewView };
  "drafts.submit": { request: DraftRequest; reply: SubmittedView };            // Confirm
  "outbox.list": { request: NothingView; reply: OutboxView };
  "outbox.retry": { request: OutboxItemRequest; reply: OutboxView };
  "outbox.take_back": { request: OutboxItemRequest; reply: DraftView };
  "sync.now": { request: NothingView; reply: OutboxView };
  "cases.list": { request: NothingView; reply: CaseCardView[] };
  "cases.get": { request: CaseRequest; reply: CaseDetailView };
  "cases.supplement": { request: CaseRequest; reply: DraftView };              // starts or continues the supplement's draft (one page with the asked answers; materials = the asked ones)
  "cases.withdraw": { request: CaseRequest; reply: OutboxItemView };           // Confirm
  "messages.list": { request: NothingView; reply: MessageView[] };
  "messages.read": { request: MessageRequest; reply: MessageView[] };
  "looks.list": { request: NothingView; reply: LookView[] };
  "desk.queue": { request: NothingView; reply: DeskView };
  "desk.case": { request: CaseRequest; reply: DeskCaseView };
  "desk.file": { request: DeskFileRequest; reply: PictureView };               // bytes out
  "desk.act": { request: DeskActRequest; reply: DeskCaseView };
}

export type Calls = FirstCalls & JourneyCalls;
export type SessionView = FirstSession & { staff?: { name: string, office: string, roles: string[] } | null };
export type EventView = FirstEvent
  | { name: "outbox_changed", payload: OutboxView } | { name: "cases_changed", payload: NothingView } | { name: "messages_changed", payload: { unread: number, needs_you: number } }
  | { name: "drafts_changed", payload: NothingView } | { name: "services_changed", payload: NothingView };
