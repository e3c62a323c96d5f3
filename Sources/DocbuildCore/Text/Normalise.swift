/// Drops a byte order mark and turns CRLF into LF, as templates and sources are read.
///
/// Only these two end a line: a lone CR stays where it is.
package func normalised(_ bytes: Bytes) -> Bytes {
  let bom: Bytes = [0xEF, 0xBB, 0xBF]
  let start = bytes.starts(with: bom) ? bom.count : 0
  guard bytes.firstOffset(of: .carriageReturn, in: start..<bytes.count) != nil else {
    return start == 0 ? bytes : Bytes(bytes[start...])
  }
  var kept: Bytes = []
  kept.reserveCapacity(bytes.count)
  var from = start
  var search = start
  while let at = bytes.firstOffset(of: .carriageReturn, in: search..<bytes.count) {
    search = at + 1
    guard search < bytes.count, bytes[search] == .lineFeed else { continue }
    kept.append(contentsOf: bytes[from..<at])
    from = search
  }
  kept.append(contentsOf: bytes[from...])
  return kept
}
