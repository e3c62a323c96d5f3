package import DocbuildCore

/// Which files of a project are documents, and what they are woven into, by their paths below the root and its
/// configuration.
package struct DocumentRules: Sendable {
  private let templates: GlobSet
  private let inPlace: GlobSet
  private let excluded: GlobSet
  let outputs: OutputRules
  /// The longest pattern first, which says most.
  private let dialects: [(pattern: GlobSet, dialect: Dialect)]
  /// Whether nothing names the templates, so that what a `*.src` holds decides whether it is one.
  let looksAtText: Bool
  /// How the names of documents end; an empty ending stands for any name.
  let endings: [Bytes]

  init(_ configuration: Configuration) {
    templates = GlobSet(configuration.templates ?? ["**/*.src"])
    inPlace = GlobSet(
      configuration.inPlace ?? DocumentRules.pageEndings.map { "**/*\($0.text)" })
    excluded = GlobSet(configuration.exclude ?? [])
    outputs = OutputRules(configuration.outputs ?? [:])
    dialects = configuration.dialects.sorted {
      ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key)
    }.map { (GlobSet([$0.key]), $0.value) }
    looksAtText = configuration.templates == nil
    endings =
      configuration.templates == nil && configuration.inPlace == nil
      ? [Bytes(".src".utf8)] + DocumentRules.pageEndings : [[]]
  }

  /// How the names of pages end.
  static let pageEndings = [".md", ".markdown", ".mdx"].map { Bytes($0.utf8) }

  /// Which rules a page has for blocks, as the configuration says of the document or of its output; nil where it
  /// says nothing.
  package func dialect(of path: RootPath) -> Dialect? {
    guard !dialects.isEmpty else { return nil }
    let output =
      kind(of: path) == .template ? output(ofTemplate: path) : WrittenPath(path)
    return dialects.first { $0.pattern.matches(path) || $0.pattern.matches(output) }?.dialect
  }

  /// Whether the project leaves the file out.
  func leavesOut(_ path: RootPath) -> Bool { excluded.matches(path) }

  /// What a file would be; nil for no document.
  ///
  /// `_NAME.src` is a part of others and becomes no page, unless `outputs` names one.
  package func kind(of path: RootPath) -> Template.Kind? {
    if templates.matches(path) {
      let isPart = path.fileName.first == UInt8(ascii: "_") && !names(path)
      return isPart ? nil : .template
    }
    return inPlace.matches(path) ? .inPlace : nil
  }

  /// What a template is woven into: what `outputs` says, else `NAME.md` for `NAME.src`.
  ///
  /// - Returns: a folded path. What the configuration says may lead out of the root; nothing is ever written there.
  func output(ofTemplate path: RootPath) -> WrittenPath {
    if !outputs.isEmpty, let named = outputs.output(ofTemplate: path) { return named }
    return WrittenPath(outputPath(ofTemplate: path.bytes))
  }

  /// Whether `outputs` names the very template.
  func names(_ template: RootPath) -> Bool { outputs.names(template) }

  /// The templates that may be woven into a file.
  func templates(of output: some PathFromRoot) -> [RootPath] {
    let path = output.bytes
    var found = outputs.templates(of: path)
    let (source, ending) = (Bytes(".src".utf8), Bytes(".md".utf8))
    if path.ends(with: ending) { found.append(Bytes(path.dropLast(ending.count)) + source) }
    if path.ends(with: Bytes(".mdx".utf8)) { found.append(path + source) }
    return found.compactMap { RootPath(folding: $0) }.filter {
      kind(of: $0) == .template && self.output(ofTemplate: $0).bytes == path
    }
  }
}
