//! What keeps the browser host from starting says so.

use tokio::net::TcpListener;
use tongban_browser_host::{ServeError, serve};

use crate::browser::options;

#[tokio::test]
async fn a_taken_port_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut options = options(&folder);
    options.listen = taken.local_addr().expect("bound");
    let error = serve(options).await.err().expect("taken");
    assert!(matches!(error, ServeError::PortTaken(_)));
    assert!(
        error
            .to_string()
            .contains(&taken.local_addr().expect("bound").port().to_string())
    );
}

#[tokio::test]
async fn an_address_that_others_can_reach_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = options(&folder);
    options.listen = ([0, 0, 0, 0], 0).into();
    assert!(matches!(
        serve(options).await.err(),
        Some(ServeError::NotLoopback(_))
    ));
}

#[tokio::test]
async fn a_missing_user_interface_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = options(&folder);
    options.ui = folder.path().join("nowhere");
    assert!(matches!(
        serve(options).await.err(),
        Some(ServeError::Ui(_))
    ));
}

#[tokio::test]
async fn a_platform_address_that_is_not_one_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = options(&folder);
    options.platform = Some("not an address".to_owned());
    assert!(matches!(
        serve(options).await.err(),
        Some(ServeError::Start(_))
    ));
}
