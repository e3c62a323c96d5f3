import DocbuildCore

/// URLs of the project's own repository on GitHub, by git's remotes or the configuration: what they name is looked for in
/// the checkout.
struct RepositoryURLs: Sendable {
  /// As `owner/name`, in lower case.
  private let names: Set<String>
  /// Branches that a checkout may be of: those that git tracks here, and the usual names of the first one.
  private let branches: [String]
  /// The root below the top of the work tree.
  private let inside: Bytes

  /// - Parameter name: the repository's name as the configuration has it; nil to ask git.
  init(of project: Project, named name: String?, _ interrupt: Interrupt) {
    var names: Set<String> = []
    var branches = ["main", "master", "HEAD"]
    var inside: Bytes = []
    if case .success(let git) = Git.around(project, interrupt) {
      inside = project.root.path.below(git.top) ?? []
      // Without what the configuration includes, and without those of the user and the machine.
      let asked = git.run(
        ["config", "--local", "--no-includes", "-z", "--get-regexp"]
          + [#"^(remote\..*\.url|branch\..*\.merge)$"#], in: git.top)
      if case .success(let done) = asked, done.status == 0 {
        // <key> LF <value> NUL (git-config(1), "-z")
        for entry in done.output.split(separator: 0) {
          let parts = entry.split(separator: UInt8(ascii: "\n"), maxSplits: 1)
          guard parts.count == 2 else { continue }
          let value = parts[1].text
          if let name = RepositoryURLs.name(ofRemote: value) { names.insert(name) }
          if value.hasPrefix("refs/heads/") { branches.append(String(value.dropFirst(11))) }
        }
      }
    }
    if let name { names = [name.lowercased()] }
    self.names = names
    self.branches = branches
    self.inside = inside
  }

  /// `owner/name` of a remote's URL on GitHub; nil for others.
  private static func name(ofRemote url: String) -> String? {
    var rest = url[...]
    for start in ["https://", "http://", "ssh://", "git://"] where rest.hasPrefix(start) {
      rest = rest.dropFirst(start.count)
    }
    if let at = rest.firstIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    guard rest.lowercased().hasPrefix("github.com") else { return nil }
    let parts = rest.dropFirst(10).split { $0 == "/" || $0 == ":" }
    guard parts.count == 2 else { return nil }
    let name = parts[1].hasSuffix(".git") ? parts[1].dropLast(4) : parts[1]
    return "\(parts[0])/\(name)".lowercased()
  }

  /// The path from the project's root on that a URL names in this repository, with a slash in front, percent-encoding as
  /// it is; nil for another repository, another revision, and what is no file or folder.
  func path(of url: Bytes) -> Bytes? {
    guard !names.isEmpty else { return nil }
    let text = url.text
    let scheme = text.prefix { $0 != ":" }.lowercased()
    guard scheme == "https" || scheme == "http", text.dropFirst(scheme.count).hasPrefix("://")
    else { return nil }
    var parts = text.dropFirst(scheme.count + 3).split(separator: "/")
    guard let host = parts.first?.lowercased() else { return nil }
    parts.removeFirst()
    let isRaw = host == "raw.githubusercontent.com"
    guard isRaw || host == "github.com" || host == "www.github.com", parts.count > 3,
      names.contains("\(parts[0])/\(parts[1])".lowercased())
    else {
      return nil
    }
    parts.removeFirst(2)
    if !isRaw {
      guard ["blob", "tree", "raw", "edit", "blame"].contains(parts.removeFirst()) else {
        return nil
      }
    }
    if parts.starts(with: ["refs", "heads"]) { parts.removeFirst(2) }
    // A branch may have slashes in its name.
    for branch in branches {
      let own = branch.split(separator: "/")
      guard parts.count > own.count, parts.starts(with: own) else { continue }
      let whole = Bytes(parts.dropFirst(own.count).joined(separator: "/").utf8)
      if inside.isEmpty { return [Bytes.slash] + whole }
      return whole.below(inside).map { [Bytes.slash] + $0 }
    }
    return nil
  }
}
