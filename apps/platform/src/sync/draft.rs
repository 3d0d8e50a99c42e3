use std::collections::BTreeMap;

use tongban_protocol::{CERTIFICATE_KIND, CaseId, EVENT_KIND, OperationId, RECEIPT_KIND, ScopeId};

use crate::casework::Outcome;
use crate::numbers;
use crate::store::{CaseChange, Commit, Found, NewRow, Series};

/// A commit in the making, which knows the seq of the next row of each feed.
pub(super) struct Draft<'a> {
    found: &'a Found,
    pub(super) commit: Commit,
    rows: BTreeMap<ScopeId, u64>,
    now: u64,
}

impl<'a> Draft<'a> {
    pub(super) fn new(found: &'a Found, now: u64) -> Self {
        let commit = Commit {
            at: now,
            ..Commit::default()
        };
        Self {
            found,
            commit,
            rows: BTreeMap::new(),
            now,
        }
    }

    /// The next number of a series.
    pub(super) fn number(&mut self, series: Series) -> String {
        let (year, number) = (numbers::year(self.now), numbers::next(self.found, series));
        self.commit.numbers.push((series, year, number));
        numbers::text(series, year, number)
    }

    pub(super) fn next_seq(&self, scope: ScopeId) -> u64 {
        self.before(scope) + self.rows.get(&scope).copied().unwrap_or(0) + 1
    }

    /// A receipt in the place of one that says the same of an earlier history.
    pub(super) fn replaces(&mut self, scope: ScopeId, seq: u64) {
        self.commit.replaced.push((scope, seq));
    }

    /// Everything in the feed up to here is in a backup.
    pub(super) fn stable_seq(&self, scope: ScopeId) -> u64 {
        self.found.stable.get(&scope).copied().unwrap_or(0)
    }

    pub(super) fn receipt_row(&mut self, scope: ScopeId, case: CaseId, receipt: &[u8]) {
        self.row(scope, RECEIPT_KIND, case, 0, receipt.to_vec());
    }

    pub(super) fn outcome(&mut self, outcome: Outcome, operation: Option<OperationId>) {
        let Outcome {
            entry,
            events,
            holder_keys,
            document,
            certificates,
            revokes,
            attachments: _,
        } = outcome;
        if document {
            self.number(Series::Document);
        }
        let (scope, case) = (entry.scope, entry.id);
        let first = entry.version + 1 - events.len() as u64;
        for (event, version) in events.iter().zip(first..) {
            self.row(scope, EVENT_KIND, case, version, event.event.clone());
        }
        for (issued, row) in certificates {
            self.row(scope, CERTIFICATE_KIND, case, 0, row.encode());
            self.commit.issued.push(issued);
        }
        let keys = operation.map_or(Vec::new(), |_| holder_keys);
        self.commit.case = Some(CaseChange {
            entry,
            events,
            holder_keys: keys,
            revokes,
        });
    }

    fn row(
        &mut self,
        scope: ScopeId,
        kind: &'static str,
        case: CaseId,
        version: u64,
        body: Vec<u8>,
    ) {
        let before = self.before(scope);
        let rows = self.rows.entry(scope).or_default();
        if *rows == 0 {
            self.commit.feeds.push((scope, before));
        }
        *rows += 1;
        self.commit.rows.push(NewRow {
            scope,
            kind,
            case,
            version,
            body,
        });
    }

    /// Seq of the newest row as it was read.
    fn before(&self, scope: ScopeId) -> u64 {
        self.found.feeds.get(&scope).copied().unwrap_or(0)
    }
}
