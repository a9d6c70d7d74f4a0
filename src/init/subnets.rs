//! The subnets of a first input.

use ipnet::Ipv4Net;
use sha2::{Digest as _, Sha256};

use crate::units::ProjectName;

/// The lowest second octet. Below are common networks of offices and clouds (10.0.0.0/16, 10.10.0.0/16 …), above
/// are those of Podman (10.88.0.0/16), Kubernetes (10.96.0.0/12) and Google Cloud (10.128.0.0/9).
const FIRST: u8 = 48;

/// The number of second octets.
const COUNT: u8 = 40;

/// Two adjacent subnets that follow from a stack's name, so that two stacks on a host rarely overlap. They are
/// outside of 172.16.0.0/12, from which Docker allocates networks and which contains the default network of an
/// Amazon EC2 instance with its name server (172.31.0.2).
pub(super) fn subnets(name: &ProjectName) -> [Ipv4Net; 2] {
    let digest = Sha256::digest(name.as_str());
    let second = FIRST + digest[0] % COUNT;
    let third = digest[1] & !1;
    [third, third + 1].map(|third| Ipv4Net::new_assert([10, second, third, 0].into(), 24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit as _;

    #[test]
    fn subnets_follow_from_the_name_and_keep_apart() {
        let of = |name: &str| subnets(&ProjectName::parse(name).unwrap());
        assert_eq!(of("shop"), of("shop"));
        let all: std::collections::BTreeSet<_> = (0..200).flat_map(|number| of(&format!("shop{number}"))).collect();
        assert!(all.len() > 380, "{} of 400 are different", all.len());
        let inside: Ipv4Net = "10.48.0.0/12".parse().unwrap();
        let also: Ipv4Net = "10.64.0.0/11".parse().unwrap();
        assert!(all.iter().all(|net| inside.contains(net) || also.contains(net)));
        let podman: Ipv4Net = "10.88.0.0/16".parse().unwrap();
        assert!(!all.iter().any(|net| podman.contains(net)));
    }
}
