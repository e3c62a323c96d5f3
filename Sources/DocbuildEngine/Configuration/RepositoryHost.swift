import DocbuildCore

/// Where a repository is shown on the web.
package struct RepositoryHost: Sendable {
  /// Its address, without a slash at the end.
  let repository: String
  /// How addresses are made there.
  let forge: LineAnchor
}

extension ConfigurationValue {
  /// The table `[link]`.
  func host() throws(DiagnosticError) -> RepositoryHost {
    try expectKeys(among: ["repository", "forge"], "key")
    let takes =
      "'repository' takes an address, as in repository = \"https://github.com/OWNER/NAME\""
    var repository = try value("repository", takes: takes)?.text() ?? ""
    while repository.hasSuffix("/") { repository.removeLast() }
    guard repository.hasPrefix("https://") || repository.hasPrefix("http://"),
      !repository.utf8.contains(where: { $0 <= 0x20 || "()<>\"".utf8.contains($0) })
    else { throw problem(takes, place) }
    if let named = value("forge", takes: "'forge' takes one of \(RepositoryHost.forges)") {
      guard let forge = LineAnchor(rawValue: try named.text()) else {
        throw problem("'forge' takes one of \(RepositoryHost.forges)", named.place)
      }
      return RepositoryHost(repository: repository, forge: forge)
    }
    let name = repository.split(separator: "/").dropFirst().first ?? ""
    let forge: LineAnchor =
      name.contains("gitlab")
      ? .gitlab
      : name.contains("bitbucket")
        ? .bitbucket : name.contains("gitea") || name == "codeberg.org" ? .gitea : .github
    return RepositoryHost(repository: repository, forge: forge)
  }
}

extension RepositoryHost {
  fileprivate static var forges: String {
    LineAnchor.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
  }
}

extension SchemaValue {
  /// Where the repository is shown.
  static var host: SchemaValue {
    .table([
      ("description", "Where the repository is shown on the web, for 'link=rev'."),
      ("type", "object"), ("additionalProperties", false), ("required", ["repository"]),
      (
        "properties",
        .table([
          (
            "repository",
            .table([
              ("description", "Its address."), ("type", "string"), ("pattern", "^https?://"),
            ])
          ),
          (
            "forge",
            .table([
              ("description", "How addresses are made there; by the host's name if left out."),
              ("enum", .list(LineAnchor.allCases.map { .text($0.rawValue) })),
            ])
          ),
        ])
      ),
    ])
  }
}
