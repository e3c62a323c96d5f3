/// What a target was meant to be that names no file.
package struct TargetCure: Sendable {
  /// The target, and options behind it, to be written instead; nil when that would not work.
  package let text: String?
  /// What is said of it.
  package let note: String
}

/// What the target of `directive`, which names no file, was meant to be; nil when no file says so.
///
/// - Parameter source: the source that another target would name, nil for none.
package func targetCure(for directive: Directive, source: (Bytes) -> SourceFacts?) -> TargetCure? {
  var misfit: TargetCure?
  for meaning in targetMeanings(of: directive.target) {
    guard let file = source(meaning.path) else { continue }
    let path = meaning.path.text
    let target = meaning.path.asTarget.text
    func isFree(_ key: String) -> Bool { directive.recipe.optionRanges[key] == nil }
    switch meaning.part {
    case .whole: return TargetCure(text: target, note: "'\(path)' is there")
    case .options(let options):
      return TargetCure(
        text: "\(target) \(options)",
        note: "'\(path)' is there; options stand in the same parentheses, behind the path")
    case .listed(let ranges, let last):
      let isThere = last <= file.source.lines.count && isFree("lines")
      if isThere {
        return TargetCure(
          text: "\(target) lines=\(ranges)",
          note: "'\(path)' is there; 'lines=\(ranges)' takes lines of it")
      }
    case .lines(let first, let last):
      let count = file.source.lines.count
      let isThere = first >= 1 && first <= last ?? first && last ?? first <= count
      let range = meaning.isOpen ? "\(first).." : last.map { "\(first)..\($0)" } ?? "\(first)"
      let cure = TargetCure(
        text: isThere && isFree("lines") ? "\(target) lines=\(range)" : nil,
        note: isThere
          ? "'\(path)' is there; 'lines=\(range)' takes lines of it"
          : "'\(path)' is there, and has \(count) \(count == 1 ? "line" : "lines")")
      if cure.text != nil { return cure }
      misfit = misfit ?? cure
    case .region(let name):
      let isThere = file.regions.regions.contains { $0.name == name }
      let option = "region=\(Bytes(name.utf8).asValue)"
      let cure = TargetCure(
        text: isThere && isFree("region") ? "\(target) \(option)" : nil,
        note: isThere
          ? "'\(path)' is there; '\(option)' takes a region of it"
          : "'\(path)' is there, and has no region '\(name)'")
      if cure.text != nil { return cure }
      misfit = misfit ?? cure
    case .revision(let name):
      misfit =
        misfit
        ?? TargetCure(
          text: nil,
          note:
            "'\(path)' is there; 'rev=\(Bytes(name.utf8).asValue)' takes it from a revision of git's"
        )
    }
  }
  return misfit
}

/// A way to read a target as another tool would.
private struct TargetMeaning {
  enum Part {
    case whole
    case lines(Int, Int?)
    /// Lines as `lines` takes them, and the last of them.
    case listed(String, Int)
    /// Options as they are written.
    case options(String)
    case region(String)
    case revision(String)
  }

  let path: Bytes
  let part: Part
  /// Whether the lines go to the file's end.
  var isOpen = false
}

/// All ways, likely ones first: `a.go#L2-L4`, `a.go:2-4`, `a.go:2:4`, `a.go{2-4}`, `a.go?range=2-4`, `a.go#name`,
/// `a.go:name`, `file=a.go`, `src\a.go`, `"a.go"` in other quotes.
private func targetMeanings(of target: Bytes) -> [TargetMeaning] {
  var found: [TargetMeaning] = []
  if target.contains(UInt8(ascii: "\\")) {
    found.append(
      .init(
        path: target.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }, part: .whole))
  }
  if let equals = target.firstIndex(of: UInt8(ascii: "=")),
    OptionAlias.ofPaths.contains(target[..<equals].text.lowercased())
  {
    let value = target[(equals + 1)...].filter { !"\"'".utf8.contains($0) }
    found.append(.init(path: Bytes(value), part: .whole))
  }
  let bare = target.filter { !"\"'`,;<>".utf8.contains($0) }
  if bare.count < target.count { found.append(.init(path: bare, part: .whole)) }
  for prefix in ["@/", "~/", "@", "./"] where target.starts(with: Bytes(prefix.utf8)) {
    found.append(
      .init(path: [UInt8(ascii: "/")] + target.dropFirst(prefix.utf8.count), part: .whole))
  }
  if let close = target.indices.first(where: { target.has(")(", at: $0) }) {
    let options = target[(close + 2)...].text
    found.append(.init(path: Bytes(target[..<close]), part: .options(options)))
  }
  if let open = target.firstIndex(of: UInt8(ascii: "{")), target.last == UInt8(ascii: "}"),
    let ranges = listedRanges(Bytes(target[open...]))
  {
    found.append(.init(path: Bytes(target[..<open]), part: .listed(ranges.text, ranges.last)))
  }
  for (index, byte) in target.enumerated() where index > 0 && "#:{[(?@".utf8.contains(byte) {
    let path = Bytes(target[..<index])
    let suffix = target[(index + 1)...].filter { !"}])".utf8.contains($0) }.text
    found += meanings(of: suffix, behind: path, isRevision: byte == UInt8(ascii: "@"))
  }
  return found
}

/// `{1,3-5}` as fences have it.
private func listedRanges(_ braces: Bytes) -> (text: String, last: Int)? {
  let inside = braces.dropFirst().dropLast()
  let numbers = inside.split { ",-".utf8.contains($0) }.map { Int($0.text) }
  guard inside.contains(UInt8(ascii: ",")), let last = numbers.compactMap({ $0 }).max(),
    !numbers.contains(nil), let text = lineRangesMeant(by: braces)
  else { return nil }
  return (text, last)
}

private func meanings(of suffix: String, behind path: Bytes, isRevision: Bool) -> [TargetMeaning] {
  if isRevision { return [.init(path: path, part: .revision(suffix))] }
  var text = suffix[...]
  var isNamed = false
  for key in ["range=", "lines=", "line=", "name=", "region=", "id=", "L"] where text.hasPrefix(key)
  {
    // `L2`, but not a region called `Linux`.
    if key == "L", text.dropFirst().first?.isNumber != true { continue }
    text = text.dropFirst(key.count)
    isNamed = ["name=", "region=", "id="].contains(key)
    break
  }
  if !isNamed, let lines = lineMeaning(String(text), path) { return [lines] }
  let name = String(text)
  guard !name.isEmpty, !name.contains("=") else { return [.init(path: path, part: .whole)] }
  return [.init(path: path, part: .region(name))]
}

/// `2`, `2-4`, `2-L4`, `2:4`, `2,4`, `2..4`, `2C1-L4C9`, `2-`.
private func lineMeaning(_ text: String, _ path: Bytes) -> TargetMeaning? {
  var numbers: [String] = [""]
  var isColumn = false
  for character in text {
    if let byte = character.asciiValue, byte.isDigit {
      if !isColumn { numbers[numbers.count - 1].append(character) }
    } else if character == "C" {
      isColumn = true
    } else if "-:,.–L".contains(character) {
      isColumn = false
      if numbers.last != "" { numbers.append("") }
    } else {
      return nil
    }
  }
  guard numbers.count <= 2, let first = Int(numbers[0]) else { return nil }
  let isOpen = numbers.count == 2 && numbers[1].isEmpty
  let last = numbers.count == 2 ? Int(numbers[1]) : nil
  guard isOpen || numbers.count == 1 || last != nil else { return nil }
  return TargetMeaning(path: path, part: .lines(first, last), isOpen: isOpen)
}
