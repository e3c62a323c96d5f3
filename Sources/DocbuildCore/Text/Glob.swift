/// A pattern for paths: `*` and `?` stay within a component, `[…]` is a set (`[!…]` its complement), `\` takes the next
/// byte as it is, and `**` as a whole component stands for any number of components, none included but at its end. A pattern without a
/// slash fits the last component of a path, one with a slash at its end what lies below that folder, and `./` or `/` in
/// front mean the root. This is the language of every key of the configuration that takes patterns.
package struct Glob: Sendable {
  /// What a pattern without wildcards names.
  enum Exact: Sendable {
    case path(Bytes)
    /// The last component, in any folder.
    case name(Bytes)
  }

  private let parts: [Bytes]
  /// For patterns without wildcards.
  let exact: Exact?
  /// What the path must begin and end with, as far as that is plain: most paths are told apart by it.
  private let beginning: Bytes
  private let ending: Bytes
  /// Whether the beginning and the ending say all: patterns such as `**/*.src` and `docs/`, the most common ones.
  private let isPlain: Bool

  /// Reads a pattern; every text is one.
  package init(_ pattern: String) {
    var bytes = Bytes(pattern.utf8)
    let isAnchored = bytes.contains(UInt8(ascii: "/"))
    while bytes.starts(with: Bytes("./".utf8)) { bytes.removeFirst(2) }
    var parts = bytes.split(separator: UInt8(ascii: "/")).map(Bytes.init)
    let any = Bytes("**".utf8)
    if !isAnchored { parts.insert(any, at: 0) }
    if bytes.last == UInt8(ascii: "/") { parts.append(any) }
    self.parts = parts
    func isWild(_ byte: UInt8) -> Bool { "*?[\\".utf8.contains(byte) }
    let wild = parts.firstIndex { $0.contains(where: isWild) }
    if wild == nil {
      exact = .path(Bytes(parts.joined(separator: [UInt8(ascii: "/")])))
    } else if !isAnchored, parts.count == 2, !parts[1].contains(where: isWild) {
      exact = .name(parts[1])
    } else {
      exact = nil
    }
    let plain = parts.prefix(wild ?? 0)
    beginning = Bytes(plain.flatMap { $0 + [UInt8(ascii: "/")] })
    let last = parts.last ?? []
    ending =
      last == any
      ? [] : Bytes(last.reversed().prefix { !isWild($0) && $0 != UInt8(ascii: "]") }.reversed())
    let tail = parts.dropFirst(plain.count)
    let isEnding =
      tail.count == 2 && tail.first == any && last.count == ending.count + 1
      && last.first == UInt8(ascii: "*")
    isPlain = isEnding || tail.count == 1 && tail.first == any && !plain.isEmpty
  }

  /// The only path that it fits; nil where it may fit others.
  package var path: Bytes? { if case .path(let path) = exact { path } else { nil } }

  /// Whether the pattern fits the whole of `path`, which is relative.
  package func matches(_ path: Bytes) -> Bool {
    guard path.count >= max(beginning.count, ending.count), hasPlainEnds(path) else { return false }
    if isPlain, path.count >= beginning.count + ending.count { return true }
    let components = path.split(separator: UInt8(ascii: "/"))
    // Row by row: which prefixes of the pattern fit the components so far.
    var fits = [Bool](repeating: false, count: parts.count + 1)
    fits[0] = true
    for index in parts.indices where fits[index] && mayBeNone(index) { fits[index + 1] = true }
    for component in components {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for index in parts.indices {
        if isAny(index) {
          if fits[index] || fits[index + 1] { next[index + 1] = true }
          if fits[index] { next[index] = true }
        } else if fits[index], Glob.fits(parts[index][...], component) {
          next[index + 1] = true
        }
        if next[index], mayBeNone(index) { next[index + 1] = true }
      }
      fits = next
    }
    return fits[parts.count]
  }

  private func hasPlainEnds(_ path: Bytes) -> Bool {
    for at in beginning.indices where path[at] != beginning[at] { return false }
    let start = path.count - ending.count
    for at in ending.indices where path[start + at] != ending[at] { return false }
    return true
  }

  private func isAny(_ index: Int) -> Bool { parts[index] == Bytes("**".utf8) }

  /// Below a folder, at the end of a pattern, there is something.
  private func mayBeNone(_ index: Int) -> Bool { isAny(index) && index + 1 < parts.count }

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
