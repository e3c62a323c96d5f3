package import DocbuildCore
import Glibc

/// What the documents of a project show of its sources.
package struct References: Sendable {
  /// In the order of the documents and their directives.
  package let all: [Reference]
  /// What is wrong with the project, then with its documents.
  package let diagnostics: [Diagnostic]
  private let project: Project

  /// Weaves documents of the project, without the proof, and notes what they show.
  ///
  /// - Parameter scope: which documents; all when left out.
  package static func find(
    in session: Session, over scope: Scope = Scope(), threads: Int
  ) throws -> References {
    let pass = try ProjectPass(
      over: scope, in: session, followsReaders: false, proves: false, threads: threads)
    let found = try pass.run { $0.woven?.document?.references ?? [] }
    return References(
      all: found.flatMap(\.made), diagnostics: pass.problems + found.flatMap(\.problems),
      project: session.project)
  }

  /// The regions that no document shows, of some files or of all where none is named.
  ///
  /// - Throws: when there is no such file.
  package func unused(in files: [String]) throws -> [Diagnostic] {
    guard !files.isEmpty else { return unused }
    let names = try files.flatMap { try self.names(of: $0) }
    return unused.filter { shows($0.place.name, names) }
  }

  /// What the file `name` may be called in a place.
  private func names(of name: String) throws -> [String] {
    let path = Bytes(name.utf8)
    guard project.absolute(path).exists else { throw SystemError("cannot find", name, ENOENT) }
    return [path.folded.text]
      + (project.pathBelowRoot(path).map { [project.name(of: $0).text] } ?? [])
  }

  /// Whether a source is the file of those names, if only by a link.
  private func shows(_ source: String, _ names: [String]) -> Bool {
    names.contains(source) || names.contains(project.file(named: Bytes(source.utf8)).text)
  }

  /// Those that show the file `name`, and of it the line or the region that is asked for.
  ///
  /// - Throws: when there is no such file, or no such line or region in it.
  package func of(_ name: String, line: Int?, region: String?) throws -> [Reference] {
    let names = try self.names(of: name)
    let found = all.filter { reference in
      guard shows(reference.source.name, names) else { return false }
      if let line { return reference.lines.contains { $0.contains(line) } }
      if let region {
        // By name, or by lines that lie in it.
        let lines = reference.facts.regions.regions.filter { $0.name == region }
        return reference.regions.contains(region)
          || reference.lines.contains { shown in
            lines.contains { $0.start + 2 <= shown.upperBound && shown.lowerBound <= $0.end }
          }
      }
      return true
    }
    if found.isEmpty, line != nil || region != nil { try expect(line, region, in: name) }
    return found
  }

  /// - Throws: when the file has no such line or region.
  private func expect(_ line: Int?, _ region: String?, in name: String) throws {
    guard let path = project.pathBelowRoot(Bytes(name.utf8)),
      case .success(let bytes) = project.root.read(path, limit: project.options.maxSourceBytes)
    else { return }
    let source = Source(name: name, bytes: normalised(bytes), path: path.bytes)
    if let line, line < 1 || line > source.lines.count {
      let count = source.lines.count
      throw DiagnosticError(
        diagnostic: Diagnostic(
          .lineOutOfRange,
          "line \(line) is out of range: '\(name)' has \(count) line\(count == 1 ? "" : "s")",
          at: Place(file: name)))
    }
    let facts = SourceFacts(source, dialects: project.configuration.regionDialects)
    let known = facts.regions.regions.map(\.name)
    guard let region, !known.contains(region) else { return }
    throw DiagnosticError(
      diagnostic: Diagnostic(
        .regionNotFound, "region '\(region)' not found in '\(name)'", at: Place(file: name),
        notes: nearest(to: region, among: known, count: 2).map {
          .init("the nearest region is '\($0)'")
        }))
  }

  /// The regions of embedded sources that no directive names.
  package var unused: [Diagnostic] { unusedRegions(among: all, file: project.file(named:)) }
}
