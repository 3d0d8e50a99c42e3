use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

/// Who is at the other end of a connection, and whether that is the proxy in front of this
/// platform.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer {
    address: IpAddr,
    is_proxy: bool,
}

impl Peer {
    pub(crate) fn new(peer: SocketAddr, trusted_proxy: Option<IpAddr>) -> Self {
        let address = peer.ip().to_canonical();
        Self {
            address,
            is_proxy: trusted_proxy.is_some_and(|proxy| proxy.to_canonical() == address),
        }
    }

    /// Address of the client whose tries count. Of the trusted proxy exactly one hop is believed,
    /// the last, which it wrote itself; what stands before it, and what anyone else sends, can be
    /// written by the client.
    pub(super) fn client(self, headers: &HeaderMap) -> IpAddr {
        if self.is_proxy {
            last_hop(headers).unwrap_or(self.address)
        } else {
            self.address
        }
    }
}

/// Some proxies write the client's port too.
fn last_hop(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all(FORWARDED_FOR).iter().next_back()?;
    let hop = line.to_str().ok()?.rsplit(',').next()?.trim();
    let address = hop
        .parse()
        .or_else(|_| hop.parse().map(|address: SocketAddr| address.ip()))
        .ok()?;
    Some(IpAddr::to_canonical(&address))
}

const FORWARDED_FOR: &str = "x-forwarded-for";

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "127.0.0.1";

    fn client(peer: &str, lines: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().expect("a header"));
        }
        let peer = SocketAddr::new(peer.parse().expect("an address"), 40_000);
        Peer::new(peer, Some(PROXY.parse().expect("an address")))
            .client(&headers)
            .to_string()
    }

    #[test]
    fn only_the_last_hop_of_the_last_line_counts() {
        assert_eq!(client(PROXY, &["203.0.113.5"]), "203.0.113.5");
        assert_eq!(client(PROXY, &["198.51.100.1, 203.0.113.5"]), "203.0.113.5");
        assert_eq!(
            client(PROXY, &["198.51.100.1", "203.0.113.5"]),
            "203.0.113.5"
        );
        assert_eq!(client(PROXY, &["203.0.113.5:40000"]), "203.0.113.5");
        assert_eq!(client(PROXY, &["[2001:db8::5]:40000"]), "2001:db8::5");
        assert_eq!(client("::ffff:127.0.0.1", &["2001:db8::5"]), "2001:db8::5");
    }

    #[test]
    fn without_a_readable_hop_the_proxy_itself_is_the_client() {
        for lines in [
            &[] as &[&str],
            &["unknown"],
            &["203.0.113.5, "],
            &["_hidden"],
        ] {
            assert_eq!(client(PROXY, lines), PROXY);
        }
    }

    #[test]
    fn other_peers_are_not_believed() {
        assert_eq!(client("127.0.0.2", &["203.0.113.5"]), "127.0.0.2");
        let peer = SocketAddr::from(([127, 0, 0, 1], 1));
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, "203.0.113.5".parse().expect("a header"));
        assert_eq!(Peer::new(peer, None).client(&headers), peer.ip());
    }
}
