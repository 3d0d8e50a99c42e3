use std::sync::Arc;

use tongban_app::{
    App, AppConfig, CardView, HostView, PresenceRequest, PresenceView, SecretText, SessionView,
    ShowStartRequest, UnlockRequest,
};

use crate::machine::Machine;
use crate::{CallAnswer, EventListener, Showing, Verifier, WalletError, listen};

/// One wallet in one folder. Close it to release the folder; several may be open in one
/// process, each with a folder of its own.
#[derive(uniffi::Object)]
pub struct Wallet {
    app: Arc<App>,
}

/// Where the wallet lives and whom it trusts.
#[derive(uniffi::Record)]
pub struct WalletConfig {
    /// Folder that belongs to this wallet alone; made when it is not there.
    pub data_folder: String,
    /// The platform's address for the settings screen; requests go through `TransportBridge`.
    pub platform_address: Option<String>,
    /// Root documents that the shell ships; the first is the anchor.
    pub anchors: Vec<Vec<u8>>,
    /// A trust list that the shell ships, so that verifying works from the first start.
    pub trust_list: Option<Vec<u8>>,
}

impl From<WalletConfig> for AppConfig {
    fn from(config: WalletConfig) -> Self {
        Self {
            platform_address: config.platform_address,
            anchors: config.anchors,
            built_in_list: config.trust_list,
            ..Self::new(config.data_folder, HostView::Phone)
        }
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Wallet {
    /// Starts the wallet. A folder that cannot be opened does not stop it: each use case then
    /// says why, and nothing in it is replaced in silence.
    #[uniffi::constructor]
    pub fn open(config: WalletConfig, machine: Machine) -> Result<Arc<Self>, WalletError> {
        let app = App::start(config.into(), machine.capabilities())?;
        Ok(Arc::new(Self { app }))
    }

    /// The one call of the web UI: every use case by name. Failures are in the answer's JSON.
    pub async fn call(&self, name: String, json: String, bytes: Vec<u8>) -> CallAnswer {
        self.app.call(&name, &json, &bytes).await.into()
    }

    /// Hands events to `listener` until the caller cancels or the listener fails. Cancel it
    /// before closing the wallet: listening keeps the folder in use.
    pub async fn listen(&self, listener: Arc<dyn EventListener>) {
        listen::pump(self.app.events(), listener.as_ref()).await;
    }

    /// Is there a wallet, is it open, and how long until the next try?
    pub async fn session(&self) -> Result<SessionView, WalletError> {
        let session = self.app.session().await?;
        Ok(session)
    }

    /// Opens the wallet with PIN or passphrase.
    pub async fn unlock(&self, secret: String) -> Result<SessionView, WalletError> {
        let request = UnlockRequest {
            secret: SecretText::new(secret),
        };
        let session = self.app.unlock(request).await?;
        Ok(session)
    }

    /// Locks the wallet at once; what a shell does when it is put away.
    pub fn lock(&self) -> Result<SessionView, WalletError> {
        let session = self.app.lock()?;
        Ok(session)
    }

    /// Shows by PIN or passphrase that the person is here, for five minutes of codes.
    pub async fn give_presence(&self, secret: String) -> Result<PresenceView, WalletError> {
        let request = PresenceRequest {
            secret: SecretText::new(secret),
        };
        let presence = self.app.presence(request).await?;
        Ok(presence)
    }

    /// The certificates of the open wallet.
    pub async fn certificates(&self) -> Result<Vec<CardView>, WalletError> {
        let certificates = self.app.certificates().await?;
        Ok(certificates)
    }

    /// Starts showing a certificate with exactly these fields.
    pub async fn show(
        &self,
        certificate_id: String,
        fields: Vec<String>,
    ) -> Result<Arc<Showing>, WalletError> {
        let request = ShowStartRequest {
            certificate_id,
            fields,
        };
        let first = self.app.show_start(request).await?;
        Ok(Arc::new(Showing::new(self.app.clone(), first)))
    }

    /// Reads other people's codes with this wallet's snapshots.
    pub fn verifier(&self) -> Arc<Verifier> {
        Arc::new(Verifier::new(self.app.clone()))
    }
}
