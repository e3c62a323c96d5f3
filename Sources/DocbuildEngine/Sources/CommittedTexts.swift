package import DocbuildCore

/// What git's HEAD holds of a project's files. What it holds can be had back, so it may be replaced.
///
/// Line ends count as git would store them: a checkout may have CRLF where the commit has LF.
package struct CommittedTexts: Sendable {
  private let project: Project
  private let interrupt: Interrupt

  /// What git\'s HEAD of the repository around the project holds.
  package init(of project: Project, interrupt: Interrupt) {
    self.project = project
    self.interrupt = interrupt
  }

  /// What HEAD holds at each of those paths; nil where it holds no file, where there is no repository, no commit or no git,
  /// and for what a partial clone lacks. One git is started for all of them.
  ///
  /// - Parameter paths: real.
  package func texts(at paths: [RootPath]) -> [Bytes?] {
    paths.isEmpty ? [] : GitRevisions(project: project, interrupt: interrupt).head(paths)
  }

  /// Whether `committed` is `text`, and so gives all of it back.
  package static func isSame(_ text: Bytes, as committed: Bytes) -> Bool {
    text == committed || normalised(text) == normalised(committed)
  }

  /// Whether the lines of `text` stand one after another in `committed`; blanks at their ends, and blank lines before and
  /// behind, do not count.
  package static func holds(_ text: Bytes, in committed: Bytes) -> Bool {
    let wanted = text.linesWithoutEnds
    guard let first = wanted.first else { return true }
    let lines = committed.linesWithoutEnds
    guard lines.count >= wanted.count else { return false }
    return (0...lines.count - wanted.count).contains { start in
      lines[start] == first && lines[start..<start + wanted.count].elementsEqual(wanted)
    }
  }
}
