/// Which protocol versions and cipher suites a listener takes, by API Gateway's names.
///
/// Source: API Gateway Developer Guide, "Supported security policies". TLS 1.0 and 1.1 themselves
/// are not offered: `TLS_1_0` keeps its wider list of suites with TLS 1.2.
package struct SecurityPolicy: Hashable, Sendable {
    /// The name, such as `TLS_1_2`.
    package let name: String

    let isTLS13Only: Bool

    /// OpenSSL's list for TLS 1.2.
    let ciphers: String

    /// The names that are understood, in the order to show them.
    package static let names = [
        "TLS_1_0", "TLS_1_2", "SecurityPolicy_TLS13_1_2_2021_06",
        "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "SecurityPolicy_TLS13_1_2_PQ_2025_09",
        "SecurityPolicy_TLS13_1_3_2025_09", "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    ]

    /// Finds a policy by its name.
    package init?(_ name: String) {
        guard Self.names.contains(name) else { return nil }
        self.name = name
        isTLS13Only = name.contains("TLS13_1_3")
        let forward =
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
            + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
            + "ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:"
            + "ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384"
        let plain = ":AES128-GCM-SHA256:AES128-SHA256:AES256-GCM-SHA384:AES256-SHA256"
        let old =
            ":ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:"
            + "ECDHE-RSA-AES256-SHA:AES128-SHA:AES256-SHA"
        ciphers =
            name == "TLS_1_0"
            ? forward + plain + old : name.contains("PFS") ? forward : forward + plain
    }
}
