use std::net::{IpAddr, SocketAddr};

/// Address of the other end of the connection. Headers that claim another one are not
/// believed: anyone can write them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

impl Peer {
    pub(super) fn address(self) -> IpAddr {
        self.0.ip()
    }
}
