/// The routes that the front matter of a page names.
///
/// - Parameter keys: `slug`, `permalink`, `aliases` and the like; a value may be a list, on its line or below it.
/// - Returns: as they are written.
package func frontMatterRoutes(of page: Bytes, keys: [String]) -> [String] {
  let end = page.endOfFrontMatter
  guard end > 0, !keys.isEmpty else { return [] }
  var found: [String] = []
  var isList = false
  for line in Bytes(page[..<end]).text.split(whereSeparator: \.isNewline) {
    let trimmed = line.drop { $0 == " " || $0 == "\t" }
    if isList, trimmed.hasPrefix("- ") || trimmed.hasPrefix("\"") || trimmed.hasPrefix("'") {
      found.append(trimmed.drop { $0 == "-" || $0 == " " }.unquoted)
      continue
    }
    isList = false
    guard let key = keys.first(where: { line.hasPrefix($0) }) else { continue }
    let rest = line.dropFirst(key.count).drop { $0 == " " }
    guard rest.first == ":" || rest.first == "=" else { continue }
    let value = rest.dropFirst().drop { $0 == " " }
    if value.first == "[" {
      found += value.dropFirst().prefix { $0 != "]" }.split(separator: ",").map(\.unquoted)
      isList = !value.contains("]")
    } else if value.isEmpty || value.allSatisfy(\.isWhitespace) {
      isList = true
    } else {
      found.append(value.unquoted)
    }
  }
  return found.filter { !$0.isEmpty }
}

extension Substring {
  /// Without white space, quotes and commas at its ends.
  fileprivate var unquoted: String {
    var text = self
    while let first = text.first, first.isWhitespace || "\"'".contains(first) {
      text = text.dropFirst()
    }
    while let last = text.last, last.isWhitespace || "\"',".contains(last) {
      text = text.dropLast()
    }
    return String(text)
  }
}
