/// An address that a page names, as far as a browser may be given it.
package struct SafeAddress: Sendable, Equatable {
  /// Without white space that browsers leave out; not escaped for HTML.
  package let bytes: [UInt8]
  /// Whether it leads to another host, or out of the browser.
  package let isOutside: Bool

  private static let schemes: Set<String> = [
    "http", "https", "mailto", "tel", "xmpp", "irc", "ircs", "ftp",
  ]

  /// nil for an address that could run something or show what is not meant.
  ///
  /// Browsers drop tabs and line ends anywhere, and blanks and control characters in front
  /// (<https://url.spec.whatwg.org/#concept-basic-url-parser>).
  package init?(_ address: some Sequence<UInt8>) {
    var bytes = address.filter { $0 != 9 && $0 != 10 && $0 != 13 }
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return nil }
    self.bytes = bytes
    let end = bytes.firstIndex { ":/?#\\".utf8.contains($0) }
    if let end, bytes[end] == UInt8(ascii: ":") {
      let scheme = bytes[..<end].map(\.inLowerCase).text
      guard SafeAddress.schemes.contains(scheme) else { return nil }
      isOutside = true
      return
    }
    // A backslash is a slash to browsers.
    let slashes = bytes.prefix { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    isOutside = slashes.count > 1
  }
}
