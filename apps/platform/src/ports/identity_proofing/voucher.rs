use std::sync::Arc;

use async_trait::async_trait;
use tongban_protocol::{PresentedVoucher, VoucherDigits, VoucherNumber};

use super::{IdentityProofing, LookedVoucher, ProofRefusal, ProvenPerson};
use crate::pepper::Pepper;
use crate::store::{AddressTag, AddressTry, PlatformStore, Voucher, VoucherKey};

/// Wrong tries after which a voucher is dead.
pub const TRIES_PER_VOUCHER: u8 = 5;

/// Tries of one address in any 60 minutes, right ones too (rule K2): whoever holds many vouchers
/// is no better known than whoever guesses. A look at a voucher that is there proves nothing and
/// is given back.
pub const TRIES_PER_ADDRESS_HOUR: u32 = 20;

/// Vouchers in the platform's store.
pub struct VoucherProofing {
    store: Arc<dyn PlatformStore>,
    pepper: Arc<Pepper>,
}

impl VoucherProofing {
    /// Over this store, with the secret that its vouchers were hashed with.
    pub fn new(store: Arc<dyn PlatformStore>, pepper: Arc<Pepper>) -> Self {
        Self { store, pepper }
    }

    async fn count_address(&self, from: AddressTag, now: u64) -> Result<i64, ProofRefusal> {
        let since = now.saturating_sub(HOUR - 1);
        match self
            .store
            .count_address_try(from, now, since, TRIES_PER_ADDRESS_HOUR)
            .await?
        {
            AddressTry::Counted(counted) => Ok(counted),
            AddressTry::Full { oldest } => Err(ProofRefusal::RateLimited {
                retry_after: (oldest + HOUR).saturating_sub(now).max(1),
            }),
        }
    }

    async fn alive(&self, key: VoucherKey, now: u64) -> Result<Voucher, ProofRefusal> {
        let voucher = self
            .store
            .voucher(key)
            .await?
            .ok_or(ProofRefusal::Unknown)?;
        if voucher.used_by.is_some() {
            return Err(ProofRefusal::Used);
        }
        if now >= voucher.printed.expires_at {
            return Err(ProofRefusal::Expired);
        }
        if voucher.tries >= TRIES_PER_VOUCHER {
            return Err(ProofRefusal::Blocked);
        }
        Ok(voucher)
    }

    async fn try_digits(
        &self,
        voucher: &Voucher,
        digits: &VoucherDigits,
    ) -> Result<(), ProofRefusal> {
        let number = voucher.printed.number;
        let tries = self
            .store
            .count_voucher_try(number, TRIES_PER_VOUCHER)
            .await?
            .ok_or(ProofRefusal::Blocked)?;
        if self
            .pepper
            .digits_match(number, digits, &voucher.printed.digits_mac)
        {
            self.store.release_voucher_try(number).await?;
            return Ok(());
        }
        match TRIES_PER_VOUCHER.saturating_sub(tries) {
            0 => Err(ProofRefusal::Blocked),
            left => Err(ProofRefusal::TriesLeft { left }),
        }
    }
}

#[async_trait]
impl IdentityProofing for VoucherProofing {
    async fn look(
        &self,
        number: VoucherNumber,
        from: AddressTag,
        now: u64,
    ) -> Result<LookedVoucher, ProofRefusal> {
        let counted = self.count_address(from, now).await?;
        let voucher = self.alive(VoucherKey::Number(number), now).await?;
        self.store.release_address_try(counted).await?;
        Ok(LookedVoucher {
            clerk: voucher.printed.clerk,
            station: voucher.printed.station,
            printed_at: voucher.printed.printed_at,
            expires_at: voucher.printed.expires_at,
            tries_left: TRIES_PER_VOUCHER - voucher.tries,
        })
    }

    async fn prove(
        &self,
        presented: &PresentedVoucher,
        from: AddressTag,
        now: u64,
    ) -> Result<ProvenPerson, ProofRefusal> {
        self.count_address(from, now).await?;
        let voucher = match presented {
            // The look-up key is a keyed hash: its timing says nothing about the 128 bits.
            PresentedVoucher::Full(full) => {
                self.alive(VoucherKey::FullMac(self.pepper.full_voucher(full)), now)
                    .await?
            }
            PresentedVoucher::Typed { number, digits } => {
                let voucher = self.alive(VoucherKey::Number(*number), now).await?;
                self.try_digits(&voucher, digits).await?;
                voucher
            }
        };
        Ok(ProvenPerson {
            person: voucher.printed.person,
            voucher: voucher.printed.number,
        })
    }
}

const HOUR: u64 = 3600;
