extension MigrationReader {
  /// remark-code-import, as Docusaurus sites use it: a fence whose info string names the file, its text left empty
  /// (<https://github.com/kevin940726/remark-code-import>).
  static let docusaurus = MigrationReader(
    name: "Docusaurus with remark-code-import",
    rules: "https://github.com/kevin940726/remark-code-import",
    form: .template, example: "```js file=./listing.js#L3-L6"
  ) { page in
    page.fences.flatMap { fence -> [MigrationStep] in
      let words = fence.info.split(separator: " ").map(String.init)
      guard let file = words.first(where: { $0.hasPrefix("file=") }) else { return [] }
      let link = String(file.dropFirst(5)).unquoted
      let parts = link.split(separator: "#", maxSplits: 1).map(String.init)
      let path = parts.first ?? ""
      let target =
        path.hasPrefix("<rootDir>/") ? path.atRoot("<rootDir>", page.lookup.siteRoot) : path
      var excerpt = ForeignExcerpt(target: target)
      if parts.count > 1 {
        guard let lines = parts[1].lineFragment else {
          return [MigrationStep(fence.open, .refused("'#\(parts[1])' names no lines"))]
        }
        excerpt = ForeignExcerpt.lines([lines], of: target, in: page)
      }
      let step = excerpt.step(fence.open..<fence.close + 1, margin: fence.margin, in: page)
      guard case .lines(let made) = step.outcome else { return [step] }
      let info = words.filter { $0 != file }.joined(separator: " ")
      let open = fence.margin + fence.run + Bytes(info.utf8)
      return [
        MigrationStep(step.lines, .lines([open] + made + [page.lines[fence.close]]))
      ]
    }
  }
}
