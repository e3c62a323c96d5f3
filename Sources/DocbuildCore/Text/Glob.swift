/// A pattern for paths: `*` and `?` stay within a component, `[…]` is a set, `**` as a whole component stands for any
/// number of components, none included. A pattern without a slash fits the last component of a path.
package struct Glob: Sendable {
  private let parts: [Bytes]
  /// For patterns such as `**/*.src`, the most common ones: what the path must end with.
  private let ending: Bytes?

  package init(_ pattern: String) {
    let bytes = Bytes(pattern.utf8)
    var parts = bytes.split(separator: UInt8(ascii: "/")).map(Bytes.init)
    if !bytes.contains(UInt8(ascii: "/")) { parts.insert(Bytes("**".utf8), at: 0) }
    if bytes.last == UInt8(ascii: "/") { parts.append(Bytes("**".utf8)) }
    self.parts = parts
    let last = parts.last ?? []
    let isPlain =
      last.first == UInt8(ascii: "*") && !last.dropFirst().contains { "*?[\\".utf8.contains($0) }
    ending =
      parts.count == 2 && parts[0] == Bytes("**".utf8) && isPlain ? Bytes(last.dropFirst()) : nil
  }

  /// Whether the pattern fits the whole of `path`, which is relative.
  package func matches(_ path: Bytes) -> Bool {
    if let ending {
      let start = path.count - ending.count
      guard start >= 0 else { return false }
      for at in ending.indices where path[start + at] != ending[at] { return false }
      return true
    }
    let components = path.split(separator: UInt8(ascii: "/"))
    // Row by row: which prefixes of the pattern fit the components so far.
    var fits = [Bool](repeating: false, count: parts.count + 1)
    fits[0] = true
    for index in parts.indices where fits[index] && isAny(index) { fits[index + 1] = true }
    for component in components {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for index in parts.indices {
        if isAny(index) {
          if fits[index] || fits[index + 1] { next[index + 1] = true }
          if fits[index] { next[index] = true }
        } else if fits[index], Glob.fits(parts[index][...], component) {
          next[index + 1] = true
        }
        if next[index], isAny(index) { next[index + 1] = true }
      }
      fits = next
    }
    return fits[parts.count]
  }

  private func isAny(_ index: Int) -> Bool { parts[index] == Bytes("**".utf8) }

  private static func fits(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var p = pattern.startIndex
    var t = text.startIndex
    var star: (pattern: Int, text: Int)?
    while t < text.endIndex {
      if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.endIndex, let after = one(pattern, p, text[t]) {
        p = after
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    while p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") { p += 1 }
    return p == pattern.endIndex
  }

  /// Behind the part of the pattern at `p` when it fits `byte`.
  private static func one(_ pattern: ArraySlice<UInt8>, _ p: Int, _ byte: UInt8) -> Int? {
    switch pattern[p] {
    case UInt8(ascii: "?"): return p + 1
    case UInt8(ascii: "["):
      guard let close = pattern[(p + 1)...].dropFirst().firstIndex(of: UInt8(ascii: "]")) else {
        break
      }
      var set = pattern[(p + 1)..<close]
      let negated = set.first == UInt8(ascii: "!")
      if negated { set = set.dropFirst() }
      var found = false
      var at = set.startIndex
      while at < set.endIndex {
        if at + 2 < set.endIndex, set[at + 1] == UInt8(ascii: "-") {
          if set[at] <= byte, byte <= set[at + 2] { found = true }
          at += 3
        } else {
          if set[at] == byte { found = true }
          at += 1
        }
      }
      return found != negated ? close + 1 : nil
    case UInt8(ascii: "\\") where p + 1 < pattern.endIndex:
      return pattern[p + 1] == byte ? p + 2 : nil
    default: break
    }
    return pattern[p] == byte ? p + 1 : nil
  }
}
