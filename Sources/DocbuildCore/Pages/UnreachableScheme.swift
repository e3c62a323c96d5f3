/// Why nobody else can follow an address, as its scheme says.
enum UnreachableScheme: Equatable {
  /// It names a file of the author's own machine.
  case ofOneMachine
  /// It is nearly this one, and none that is used (<https://www.iana.org/assignments/uri-schemes/uri-schemes.xhtml>).
  case misspelt(String)

  /// Nil for an address that can be followed as far as its scheme says, and for one without.
  init?(of url: Bytes) {
    guard url.hasScheme else { return nil }
    let scheme = url.prefix { $0 != UInt8(ascii: ":") }.text.lowercased()
    let common = ["https", "http", "mailto"]
    if scheme == "file" || scheme.utf8.count == 1 {
      self = .ofOneMachine
    } else if !common.contains(scheme), scheme != "shttp",
      let meant = common.first(where: {
        editDistance(Bytes(scheme.utf8), Bytes($0.utf8), limit: 1) != nil
      })
    {
      self = .misspelt(meant)
    } else {
      return nil
    }
  }
}
