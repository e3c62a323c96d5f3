import DocbuildCore
import DocbuildEngine

/// Addresses of files (RFC 8089).
enum FileURI {
  /// The path that `file:///…` names; nil for every other address.
  static func path(_ uri: String) -> AbsolutePath? {
    let bytes = Bytes(uri.utf8)
    guard bytes.count > 7, Bytes(bytes[..<7]).text.lowercased() == "file://" else { return nil }
    var rest = bytes[7...]
    if rest.starts(with: "localhost/".utf8) { rest = rest.dropFirst(9) }
    let end = rest.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    let path = Bytes(rest[..<(end ?? rest.endIndex)]).percentDecoded
    guard !path.contains(0) else { return nil }
    return AbsolutePath(path)
  }

  /// The address of a file.
  static func text(_ path: AbsolutePath) -> String {
    "file://"
      + path.bytes.percentEncoded {
        !($0.isLetter || $0.isDigit || "/-._~".utf8.contains($0))
      }.text
  }
}
