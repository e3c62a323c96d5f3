/// The versions of docs that a site of Docusaurus has (<https://docusaurus.io/docs/versioning>): `versions.json` names them,
/// the latest first, and `versioned_docs/version-X` holds each. The latest has the routes without a number, `docs` those
/// below `next`, and all others those below their names. A second set of docs has `ID_versions.json` and so on.
struct DocusaurusVersions {
  let settings: String
  /// What a file in the site's folder holds; nil where there is none.
  let read: (String) -> String?

  /// The roots of a site with its versions, which come first.
  ///
  /// - Parameter roots: what is there of those that the settings alone name.
  func roots(beside roots: [ContentRoot]) -> [ContentRoot] {
    var made: [ContentRoot] = []
    let roots = isFirst ? firstDocs + roots : roots
    var rest = roots
    for id in settings.settings("id") + [""] {
      let prefix = id.isEmpty ? "" : id + "_"
      guard let names = read(prefix + "versions.json")?.quotedStrings, !names.isEmpty else {
        continue
      }
      let latest = latest(of: names)
      for route in routes(of: id) {
        made += versions(names, latest, below: route, prefix + "versioned_docs/version-", roots)
      }
      // The numberless routes are the latest version's, if it is certain which that is.
      if id.isEmpty, latest.isCertain, let first = latest.names.first, names.contains(first) {
        let taken = bases.map { ContentRoot(route: $0 + "docs", folder: "").route }
        rest.removeAll { taken.contains($0.route) }
      }
    }
    return (made + rest).eachOnce()
  }

  private func versions(
    _ names: [String], _ latest: (names: [String], isCertain: Bool), below route: String,
    _ folder: String, _ roots: [ContentRoot]
  ) -> [ContentRoot] {
    let current = roots.filter { $0.route == ContentRoot(route: route, folder: "").route }
    var made = current.map { ContentRoot(route: route + "/next", folder: $0.folder) }
    for (index, name) in names.enumerated() {
      // The first Docusaurus kept of a version only what had changed since the one before.
      let folders = isFirst ? Array(names[index...]) : [name]
      var routes = customPaths(beside: roots).map { route + "/" + $0 }
      if latest.names.contains(name) { routes.append(route) }
      if !latest.isCertain || latest.names != [name] { routes.append(route + "/" + name) }
      made += routes.flatMap { route in
        folders.map { ContentRoot(route: route, folder: folder + $0) }
      }
    }
    return made
  }

  /// The version without a number; all where a program decides.
  private func latest(of names: [String]) -> (names: [String], isCertain: Bool) {
    let isSet = ["lastVersion:", "lastVersion,"].contains { settings.firstRange(of: $0) != nil }
    guard isSet else { return ([names[0]], true) }
    let literals = settings.settings("lastVersion").filter { $0 == "current" || names.contains($0) }
    return literals.isEmpty ? (names, false) : (literals, literals.count == 1)
  }

  /// The first part of routes, by the name of a set of docs: which setting belongs to which set only the program knows,
  /// unless they are named alike.
  private func routes(of id: String) -> [String] {
    let named = settings.settings("routeBasePath").filter { path in
      path.drop { $0 == "/" } == id[...]
        || !settings.settings("id").contains { $0 == path.drop { $0 == "/" } }
    }
    let own =
      [id.isEmpty ? "docs" : id]
      + (named.contains { $0.drop { $0 == "/" } == id[...] } ? [] : named)
    return bases.flatMap { base in own.map { base + $0 } }
  }

  private var bases: [String] {
    let base = settings.settings("baseUrl").first ?? "/"
    return base == "/" ? ["/"] : ["/", base + "/"]
  }

  /// What versions may be called in routes instead of their names: values of `path` that are no folders of content.
  private func customPaths(beside roots: [ContentRoot]) -> [String] {
    guard settings.firstRange(of: "versions:") != nil else { return [] }
    return settings.settings("path").filter { path in
      !path.contains("/") && !path.hasPrefix(".") && !roots.contains { $0.folder == path }
    }
  }

  /// Whether it is a site of the first Docusaurus (<https://v1.docusaurus.io/docs/en/versioning>).
  private var isFirst: Bool { read("siteConfig.js") != nil }

  /// Where that has its docs: beside the site's folder.
  private var firstDocs: [ContentRoot] {
    (settings.settings("customDocsPath") + ["docs"]).flatMap { folder in
      ["docs", "docs/next"].map { ContentRoot(route: $0, folder: "../" + folder) }
    }
  }
}

extension String {
  /// The strings in an array of JSON, without escapes.
  fileprivate var quotedStrings: [String] {
    split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .compactMap { $0.offset % 2 == 1 ? String($0.element) : nil }
  }
}
