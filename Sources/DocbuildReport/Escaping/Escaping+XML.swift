import DocbuildCore

extension Escaping {
  /// XML's text, and an attribute between double quotes (<https://www.w3.org/TR/xml/>, 2.4). What XML 1.0 can't hold is
  /// written out as for a terminal.
  static let xml = Escaping { scalar, completesCommand in
    switch scalar {
    case "&": Bytes("&amp;".utf8)
    case "<": Bytes("&lt;".utf8)
    case ">": Bytes("&gt;".utf8)
    case "\"": Bytes("&quot;".utf8)
    default: Escaping.terminal.form(scalar, completesCommand)
    }
  }
}
