/** The calls whose types the core does not generate yet, beside those that it does. */

import type {
  Calls as Generated, CaseCardView, CaseDetailView, CaseRequest, DeskActRequest, DeskCaseView, DeskFileRequest, DeskView, DraftAttachRequest, DraftCardView, DraftDetachRequest, DraftFileRequest, DraftRequest, DraftSaveRequest, DraftStartRequest, DraftSupplyRequest, DraftView, LookView, MaterialsView, MessageRequest, MessageView, NothingView, OutboxItemRequest, OutboxItemView, OutboxView, PictureView, ReviewView, SubmittedView,
} from './generated/api';

export type * from './generated/api';

export interface JourneyCalls {
  "drafts.list": { request: NothingView; reply: DraftCardView[] };
  "drafts.start": { request: DraftStartRequest; reply: DraftView };
  "drafts.get": { request: DraftRequest; reply: DraftView };
  "drafts.save": { request: DraftSaveRequest; reply: DraftView };
  "drafts.discard": { request: DraftRequest; reply: NothingView };
  "drafts.restore": { request: DraftRequest; reply: DraftCardView };
  "drafts.materials": { request: DraftRequest; reply: MaterialsView };
  "drafts.attach": { request: DraftAttachRequest; reply: MaterialsView };
  "drafts.detach": { request: DraftDetachRequest; reply: MaterialsView };
  "drafts.supply": { request: DraftSupplyRequest; reply: MaterialsView };
  "drafts.file": { request: DraftFileRequest; reply: PictureView };
  "drafts.review": { request: DraftRequest; reply: ReviewView };
  "drafts.submit": { request: DraftRequest; reply: SubmittedView };
  "outbox.list": { request: NothingView; reply: OutboxView };
  "outbox.retry": { request: OutboxItemRequest; reply: OutboxView };
  "outbox.take_back": { request: OutboxItemRequest; reply: DraftView };
  "sync.now": { request: NothingView; reply: OutboxView };
  "cases.list": { request: NothingView; reply: CaseCardView[] };
  "cases.get": { request: CaseRequest; reply: CaseDetailView };
  "cases.supplement": { request: CaseRequest; reply: DraftView };
  "cases.withdraw": { request: CaseRequest; reply: OutboxItemView };
  "messages.list": { request: NothingView; reply: MessageView[] };
  "messages.read": { request: MessageRequest; reply: MessageView[] };
  "looks.list": { request: NothingView; reply: LookView[] };
  "desk.queue": { request: NothingView; reply: DeskView };
  "desk.case": { request: CaseRequest; reply: DeskCaseView };
  "desk.file": { request: DeskFileRequest; reply: PictureView };
  "desk.act": { request: DeskActRequest; reply: DeskCaseView };
}

export type Calls = Generated & JourneyCalls;
