//! The address of an additional service, for references.

use crate::origin::At;
use crate::units::{Line, Port, ServiceName};

table! {
    /// The address of an additional service, or of Odoo.
    pub struct ServiceEndpoint {
        /// The service's name.
        pub name: At<ServiceName>,
        /// The port in its container.
        pub port: At<Port>,
        /// The scheme of the URL. Default: `http`.
        pub scheme: Option<At<ServiceScheme>>,
        /// The path of the URL. Default: none.
        pub path: Option<At<Line>> => examples(&["/api"]),
    }
}

names! {
    /// The scheme of a service's URL.
    pub enum ServiceScheme {
        /// Plain HTTP.
        Http = "http",
        /// HTTP with TLS.
        Https = "https",
    }
}
