import DocbuildCore

/// Routes that a site's host leads elsewhere: the rules of a `_redirects`, as Netlify and Cloudflare Pages read it, and
/// those of a `netlify.toml` (<https://docs.netlify.com/manage/routing/redirects/redirect-options/>).
struct Redirects: Sendable {
  enum Target: Equatable {
    /// A route of the site itself, and whether it names an anchor there.
    case route(Bytes, hasAnchor: Bool)
    /// Another site, or a program of the host's.
    case elsewhere
  }

  fileprivate struct Rule {
    /// The parts of the path before a star.
    let parts: [Bytes]
    /// What stands before the star in the last part, often nothing; nil without a star.
    let star: Bytes?
    let target: Bytes
  }

  /// In their order; the first that fits decides.
  private var rules: [Rule] = []

  /// Adds the rules of a `_redirects`: `FROM [NAME=VALUE…] TO [STATUS] [CONDITION…]` on each line.
  mutating func add(list text: Bytes) {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      var words = line.split { $0.isBlank || $0 == UInt8(ascii: "\r") }.map(Bytes.init)
      if let comment = words.firstIndex(where: { $0.first == UInt8(ascii: "#") }) {
        words.removeSubrange(comment...)
      }
      guard let from = words.first,
        let to = words.dropFirst().firstIndex(where: {
          $0.first == Bytes.slash || $0.contains(Bytes("://".utf8))
        })
      else { continue }
      add(from, words[to], status: to + 1 < words.count ? words[to + 1] : [])
    }
  }

  /// Adds the rules of a `netlify.toml`: the tables `[[redirects]]`.
  mutating func add(settings text: Bytes) {
    var table: String?
    for line in (text.text + "\n[").split(whereSeparator: \.isNewline) {
      let line = line.drop { $0 == " " || $0 == "\t" }
      guard line.first == "[" else {
        table?.append(contentsOf: line + "\n")
        continue
      }
      if let table, let from = table.settings("from").first, let to = table.settings("to").first {
        let status = table.settings("status").first ?? ""
        add(Bytes(from.utf8), Bytes(to.utf8), status: Bytes(status.utf8))
      }
      table = line.hasPrefix("[[redirects]]") ? "" : nil
    }
  }

  private mutating func add(_ from: Bytes, _ to: Bytes, status: Bytes) {
    // A rule with an error's status is what is shown where nothing is.
    guard from.first == Bytes.slash, status.first != UInt8(ascii: "4") else { return }
    var parts = from.components
    var star: Bytes?
    if let last = parts.last, last.last == UInt8(ascii: "*") {
      star = Bytes(last.dropLast())
      parts.removeLast()
    }
    rules.append(Rule(parts: parts, star: star, target: to))
  }

  /// Where a route leads; nil where no rule is for it.
  func target(of route: Bytes) -> Target? {
    let parts = route.components
    for rule in rules {
      guard let values = rule.values(in: parts) else { continue }
      let whole = rule.filled(with: values)
      guard whole.first == Bytes.slash, !whole.starts(with: Bytes("/.netlify/".utf8)) else {
        return .elsewhere
      }
      let path = Bytes(whole.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") })
      // A rule for everything is none for what is there.
      if path.components == parts { continue }
      return .route(path, hasAnchor: whole.contains(UInt8(ascii: "#")))
    }
    return nil
  }
}

extension Redirects.Rule {
  /// What the placeholders of the rule stand for in a route of these parts; nil where it is not for that route.
  fileprivate func values(in route: [Bytes]) -> [(name: Bytes, value: Bytes)]? {
    guard route.count >= parts.count, star != nil || route.count == parts.count else { return nil }
    var values: [(name: Bytes, value: Bytes)] = []
    for (part, given) in zip(parts, route) {
      if part.first == UInt8(ascii: ":") {
        values.append((part, given))
      } else if part != given {
        return nil
      }
    }
    if let star {
      let rest = Bytes(route[parts.count...].joined(separator: [Bytes.slash]))
      guard rest.starts(with: star) else { return nil }
      values.append((Bytes(":splat".utf8), Bytes(rest.dropFirst(star.count))))
    }
    return values
  }

  /// The target with what its placeholders stand for.
  fileprivate func filled(with values: [(name: Bytes, value: Bytes)]) -> Bytes {
    var made: Bytes = []
    var at = 0
    while at < target.count {
      guard target[at] == UInt8(ascii: ":") else {
        made.append(target[at])
        at += 1
        continue
      }
      let name = [target[at]] + target[(at + 1)...].prefix(while: \.isWord)
      made += values.first { $0.name == name }?.value ?? name
      at += name.count
    }
    return made
  }
}
