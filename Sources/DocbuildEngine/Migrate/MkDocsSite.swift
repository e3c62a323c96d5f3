import DocbuildCore

/// What a `mkdocs.yml` says of the extensions that put files into pages; of YAML no more is read than such lines.
struct MkDocsSite {
  /// The folder that holds it.
  let folder: RootPath
  /// The `base_path` of `pymdownx.snippets`, from that folder.
  let basePaths: [String]
  /// Its `dedent_subsections`.
  let dedentsSnippets: Bool
  /// Where its pages are, from that folder.
  let pages: String

  /// - Parameter configuration: the file's text.
  init(folder: RootPath, configuration: String) {
    self.folder = folder
    basePaths = configuration.basePaths
    let dedents = configuration.value(of: "dedent_subsections")?.lowercased() ?? ""
    dedentsSnippets = ["true", "yes", "on"].contains(dedents)
    pages = configuration.value(of: "docs_dir").map(\.barePath) ?? "docs"
  }
}

extension String {
  private var lines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// What stands behind a key on its line, without a comment; nil where there is no such line.
  fileprivate func value(of key: String) -> String? {
    for line in lines {
      let words = Bytes(line.utf8).trimmed().drop { $0 == UInt8(ascii: "-") || $0.isBlank }.text
      guard words.hasPrefix(key + ":") else { continue }
      let value = words.dropFirst(key.count + 1)
      return Bytes(value.prefix { $0 != "#" }.utf8).trimmed().text
    }
    return nil
  }

  /// A path without quotes and brackets; empty for the folder of the configuration.
  fileprivate var barePath: String {
    let path = Bytes(utf8).trimmed().filter { !"\"'[]".utf8.contains($0) }.text
    return path == "." || path.hasPrefix("!relative") || path == "$config_dir" ? "" : path
  }

  /// The `base_path` of `pymdownx.snippets`: one path, or a list in either form of YAML's.
  fileprivate var basePaths: [String] {
    guard
      let at = lines.firstIndex(where: {
        $0.replacing("restrict_base_path:", with: "").contains("base_path:")
      })
    else { return [""] }
    let value = lines[at].pieces(between: "base_path:")[1]
    if !Bytes(value.utf8).trimmed().isEmpty {
      return value.split(separator: ",").map { String($0).barePath }
    }
    let items = lines[(at + 1)...].prefix { line in
      Bytes(line.utf8).trimmed().first == UInt8(ascii: "-")
    }
    return items.isEmpty
      ? [""] : items.map { String($0.drop { $0 == " " || $0 == "-" }).barePath }
  }
}
