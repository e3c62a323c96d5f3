/// A problem that a check found on a page.
package struct PageFinding: Sendable, Hashable {
  /// A remark, with a line of the same page where there is one.
  package struct Note: Sendable, Hashable {
    /// What is said of the place.
    package let message: String
    /// From 1.
    package let line: Int?
  }

  /// What kind of problem it is.
  package let id: DiagnosticID
  /// An error or a warning, as the configuration has it.
  package let severity: Diagnostic.Severity
  /// What is wrong.
  package let message: String
  /// In the page's bytes, from 0; a BOM counts.
  package let offset: Int
  /// From 1, as LF ends lines.
  package let line: Int
  /// From 1, in bytes.
  package let column: Int
  /// In bytes, all on this line, at least 1.
  package let length: Int
  /// Where else to look, and what is nearest.
  package let notes: [Note]
  /// What would mend it, in place of the bytes at `offset`, of which there are `length`.
  package let fixIt: String?
}

/// What is known of a page when its checks have run.
package struct PageReport: Sendable {
  /// A link that leads out of the tree, for who may open connections.
  package struct ExternalLink: Sendable {
    /// The address, as it is asked for.
    package let url: String
    /// Whether it is the source of an image.
    package let isImage: Bool
    /// The page's line, from 1.
    package let line: Int
    /// From 1, in bytes.
    package let column: Int
    /// In bytes.
    package let length: Int
  }

  /// In order of place.
  package let findings: [PageFinding]
  /// Links and images with a scheme or a host, those of used definitions and `<…>` in HTML included; bare URLs and
  /// autolinks are not.
  package let externalLinks: [ExternalLink]
  /// The patterns of links that were left alone and needed it, by their places in the list.
  package let usedPatterns: Set<Int>
}

/// The problems of the page of Markdown in `bytes`, in order of place.
///
/// - Parameters:
///   - name: The page's path below the root: `#readme` is an anchor of a README, and the relative links of GitHub's
///     issue and pull request templates and of pages in a DocC catalogue are not looked at.
///   - severities: A check that they don't name has its `defaultSeverity`.
///   - site: What the page's relative links lead to.
package func checkPage(
  _ bytes: Bytes, name: String, severities: Severities, site: any PageSite
) -> [PageFinding] {
  inspectPage(bytes, name: name, severities: severities, site: site).findings
}

/// The same with what else is known of the page.
///
/// - Parameters:
///   - dialect: the rules that the page's blocks follow.
///   - ignored: patterns of links that are left alone, as they are written.
///   - listsExternal: whether links to other sites are asked for.
///   - read: the page as libcmark has read it by the rules of CommonMark, where it has.
package func inspectPage(
  _ bytes: Bytes, name: String, dialect: Dialect = .commonMark, severities: Severities,
  site: any PageSite, ignoring ignored: [Glob] = [], listsExternal: Bool = true,
  asRead read: ReadPage? = nil
) -> PageReport {
  if bytes.isTooDeep {
    let severity = severities[.pageTooCostly] ?? .error
    let finding = PageFinding(
      id: .pageTooCostly, severity: severity == .error ? .error : .warning,
      message: "the page can't be checked: its lists or quotes stand too deep in one another",
      offset: 0, line: 1, column: 1, length: 1, notes: [], fixIt: nil)
    return PageReport(
      findings: severity == .off ? [] : [finding], externalLinks: [], usedPatterns: [])
  }
  var inspection = PageInspection(
    Page(bytes, for: site.reader, in: dialect, asRead: read), name: name, site: site,
    severities: severities, ignoring: ignored)
  for check in PageCheck.all {
    switch severities[check.id] ?? check.defaultSeverity {
    case .off: continue
    case .warning: inspection.severity = .warning
    case .error: inspection.severity = .error
    }
    inspection.id = check.id
    check.run(&inspection)
  }
  return inspection.report(listsExternal: listsExternal)
}

extension Bytes {
  /// Whether libcmark would take seconds for the page's containers: each line costs it as much as lists and quotes are
  /// open there, whose depth is at most that of the marks and the indentation that some line begins with.
  fileprivate var isTooDeep: Bool {
    var deepest = 0
    var lines = 1
    var start = 0
    while start < count {
      var at = start
      while at < count, self[at].isBlank || self[at].isDigit || ">-+*.)".utf8.contains(self[at]) {
        at += 1
      }
      if at - start > 64 {
        let marks = self[start..<at].indices.dropLast().lazy.filter {
          self[$0] == UInt8(ascii: ">") || self[$0].isBlank && !self[$0 + 1].isBlank
        }.count
        let indent = self[start..<at].prefix(while: \.isBlank).count / 2
        deepest = Swift.max(deepest, marks + indent)
      }
      guard let feed = firstOffset(of: .lineFeed, in: at..<count) else { break }
      lines += 1
      start = feed + 1
    }
    return deepest > 64 && deepest * lines > 10_000_000
  }
}
