extension DirectiveParser {
  /// Reads what a directive names; what comes says whether the closing parenthesis came right behind it.
  func readTarget(
    _ cursor: inout TokenCursor, _ found: inout Arguments
  ) -> Swift.Result<Bool, Trouble> {
    let start = cursor.at
    if cursor.peek == UInt8(ascii: "\"") {
      guard let text = cursor.quoted() else {
        return .failure(Trouble(message: "the quoted path is never closed"))
      }
      (found.target, found.targetRange) = (text, start..<cursor.at)
      return .success(false)
    }
    if source.bytes.has("key=", at: start) { return readKey(&cursor, &found) }
    var isLast = false
    switch cursor.run() {
    case .closed(let range): (found.targetRange, isLast) = (range, true)
    case .open(let range): found.targetRange = range
    case .unspaced: return .failure(.unspaced(cursor.closing))
    }
    found.target = Bytes(source.bytes[found.targetRange])
    return .success(isLast)
  }

  /// Reads `key=NAME`, which stands in place of a path; what comes says whether the closing parenthesis came right behind it.
  private func readKey(_ cursor: inout TokenCursor, _ found: inout Arguments)
    -> Swift.Result<Bool, Trouble>
  {
    switch cursor.option() {
    case .trouble(let message, let cure): return .failure(Trouble(message: message, cure: cure))
    case .option(let option, let isLast):
      guard case .text(let name) = option.value, !name.trimmed().isEmpty else {
        return .failure(
          Trouble(message: "'key' needs the name of a region: expected key=NAME"))
      }
      found.key = Bytes(name.trimmed())
      found.targetRange = option.range
      found.target = Bytes(source.bytes[option.range])
      return .success(isLast)
    }
  }
}

extension DirectiveParser.Arguments {
  /// The options with the region that a key names.
  var ownOptions: [DirectiveOption] {
    guard let key else { return options }
    return [DirectiveOption(key: "region", value: .text(key), range: targetRange)] + options
  }
}

extension Bytes {
  /// Whether a target names files by a pattern: only `*` and `?` say so, since `[id].tsx` is the name of a file, and
  /// `a.go?name=x` is another tool's way to name a part of one.
  package var isPattern: Bool {
    (contains(UInt8(ascii: "*")) || contains(UInt8(ascii: "?")) && !contains(UInt8(ascii: "=")))
      && !isURL
  }
}
