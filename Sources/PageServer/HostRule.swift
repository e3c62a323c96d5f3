import Glibc

/// Which names this server may be called by. A page of somebody else's whose name was made to lead here (DNS rebinding) calls
/// it by that name, and gets nothing; an address can't be made to lead elsewhere.
package struct HostRule: Sendable {
  /// In lower case, beside `localhost` and this machine's own addresses of the loopback.
  package var names: Set<String> = []
  /// Whether any address may be used, as when others on the network are to look.
  package var takesAddresses = false

  /// Only the machine itself.
  package init() {}

  /// Whether a `Host` header is one that may be served.
  package func allows(_ host: [UInt8]) -> Bool {
    guard let name = HostRule.name(of: host) else { return false }
    if name == "localhost" || name == "127.0.0.1" || name == "[::1]" || names.contains(name) {
      return true
    }
    return takesAddresses && HostRule.isAddress(name)
  }

  /// Whether a request comes from a page of this server, from nobody's page, or is a link that somebody followed.
  package func allows(_ request: Request) -> Bool {
    guard let host = request.headers["host"], allows(host) else { return false }
    if let origin = request.headers["origin"] {
      guard origin.map(\.inLowerCase) == Array<UInt8>("http://") + host.map(\.inLowerCase) else {
        return false
      }
    }
    // Browsers say who asks (https://www.w3.org/TR/fetch-metadata/).
    switch request.headers["sec-fetch-site"]?.text {
    case nil, "same-origin", "none": return true
    default: return request.headers["sec-fetch-mode"]?.text == "navigate"
    }
  }

  /// The name without the port, in lower case; nil for what is none.
  static func name(of host: [UInt8]) -> String? {
    var name = host[...]
    if host.first == UInt8(ascii: "[") {
      guard let end = host.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      name = host[...end]
    } else if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
      name = host[..<colon]
    }
    let rest = host[name.endIndex...]
    guard !name.isEmpty,
      rest.isEmpty
        || rest.first == UInt8(ascii: ":") && (2...6).contains(rest.count)
          && rest.dropFirst().allSatisfy(\.isDigit)
    else { return nil }
    return name.map(\.inLowerCase).text
  }

  private static func isAddress(_ name: String) -> Bool {
    var room = in6_addr()
    if name.hasPrefix("[") {
      return inet_pton(AF_INET6, String(name.dropFirst().dropLast()), &room) == 1
    }
    return inet_pton(AF_INET, name, &room) == 1
  }
}
