import DocbuildCore

/// What a repository is by the names of its files.
struct RepositorySurvey {
  /// In order.
  let files: [RootPath]
  /// Who reads the pages of sites, by patterns.
  var readers: [(pattern: String, reader: String)] = []

  private static let generators = [
    ("mkdocs.yml", "MkDocs"), ("mkdocs.yaml", "MkDocs"), ("book.toml", "mdBook"),
    ("docusaurus.config.js", "Docusaurus"), ("docusaurus.config.ts", "Docusaurus"),
    ("docusaurus.config.mjs", "Docusaurus"), ("hugo.toml", "Hugo"), ("hugo.yaml", "Hugo"),
    ("_config.yml", "Jekyll"), ("docfx.json", "DocFX"),
  ]

  /// Folders of others' files, where pages may stand that are not the project's.
  private static let foreign = ["vendor", "node_modules", "third_party", "third-party", "testdata"]

  /// Whether its CI is GitLab's.
  var usesGitLab: Bool {
    files.contains { $0.bytes == Bytes(".gitlab-ci.yml".utf8) }
      && !files.contains { $0.bytes.starts(with: Bytes(".github/workflows/".utf8)) }
  }

  /// What makes its site, and in which folder.
  private var site: (name: String, folder: String)? {
    for (file, name) in RepositorySurvey.generators {
      if let path = files.first(where: { $0.fileName == Bytes(file.utf8) }) {
        return (name, path.folder.text)
      }
    }
    if let path = files.first(where: { $0.bytes.contains(Bytes(".vitepress/config".utf8)) }) {
      return ("VitePress", path.text.pieces(between: ".vitepress/")[0].withoutSlash)
    }
    return nil
  }

  /// The languages of its sources, the most used first.
  private var languages: [String] {
    var counts: [String: Int] = [:]
    for path in files where PathKind.isSource(path) {
      if let name = Source(name: path.text, bytes: [], path: path.bytes).language?.name {
        counts[name, default: 0] += 1
      }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// Patterns of the pages that are read by people: the one at the top, and those of the documentation.
  private var pages: [String] {
    let endings = [".md", ".mdx", ".markdown"]
    let pages = files.filter { file in endings.contains { file.bytes.ends(with: Bytes($0.utf8)) } }
    let top = pages.filter { $0.folder.isRoot && $0.fileName.text.lowercased() == "readme.md" }
    let folders = ["docs", "doc", "documentation", "website", "src", "content"].filter { folder in
      let isSite = site.map { $0.folder == folder || $0.folder.isEmpty } ?? false
      let mayHold = folder.hasPrefix("doc") || isSite
      return mayHold && pages.contains { $0.bytes.lies(at: Bytes(folder.utf8)) }
    }
    return top.map(\.text)
      + folders.flatMap { folder in
        endings.filter { ending in
          pages.contains {
            $0.bytes.lies(at: Bytes(folder.utf8))
              && $0.bytes.ends(with: Bytes(ending.utf8))
          }
        }.map { "\(folder)/**/*\($0)" }
      }
  }

  /// Who reads the pages of sites: each folder once, those inside another of the same readers left out, and sites that
  /// are there for tests, where there are others.
  private var siteReaders: [(pattern: String, reader: String)] {
    let tests: Set<String> = ["test", "tests", "__tests__", "testdata", "fixtures", "spec"]
    let own = readers.filter { site in
      !site.pattern.split(separator: "/").contains { tests.contains(String($0)) }
    }
    var kept: [(pattern: String, reader: String)] = []
    for site in (own.isEmpty ? readers : own).sorted(by: { $0.pattern < $1.pattern }) {
      let around = kept.last { site.pattern.hasPrefix($0.pattern) }
      if around?.reader == site.reader || around?.pattern == site.pattern { continue }
      kept.append(site)
    }
    return kept
  }

  /// Folders whose pages are not the project's own.
  private var excluded: [String] {
    RepositorySurvey.foreign.filter { name in
      files.contains { path in
        (path.bytes.isNameOfPage || path.bytes.ends(with: Bytes(".src".utf8)))
          && path.folder.components.contains(Bytes(name.utf8))
      }
    }.map { "\($0)/" }
  }

  /// A `docbuild.toml` with what differs from what holds without one.
  var configuration: String {
    func list(_ items: [String]) -> String {
      "[" + items.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    }
    var text = """
      # What docbuild is to know of this repository; every key is optional.
      # 'docbuild schema' prints all of them, 'docbuild help directives' teaches the directives.

      """
    var found: [String] = []
    if let site { found.append("a site made by \(site.name)") }
    let languages = self.languages.prefix(3)
    if !languages.isEmpty { found.append("sources in \(languages.joined(separator: ", "))") }
    if !found.isEmpty { text += "# Found here: \(found.joined(separator: "; ")).\n" }
    if !excluded.isEmpty {
      text += "\n# Pages of others, which are left out.\nexclude = \(list(excluded))\n"
    }
    if !pages.isEmpty || !readers.isEmpty { text += "\n[check]\n" }
    if !pages.isEmpty {
      text +=
        "# Pages that are checked although they show no code yet: links, images, anchors, headings.\n"
        + "pages = \(list(pages))\n"
    }
    if !readers.isEmpty {
      let table = siteReaders.map { "\"\($0.pattern)\" = \"\($0.reader)\"" }
      text +=
        "# Who reads them; all others are read on GitHub.\n"
        + "reader = { \(table.joined(separator: ", ")) }\n"
    }
    return text
  }
}

extension String {
  fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
