import DocbuildCore

/// An output whose template is gone.
struct Orphan: Sendable {
  /// Below the root.
  let output: Bytes
  /// As the user would write it.
  let template: String
  let problem: Diagnostic
}

/// Outputs that a log knows, whose template is gone; what has become an in-place document is none.
///
/// - Parameter documents: those that are there, in the order of their paths.
func orphans(in log: BuildLog, among documents: [ProjectDocument], of project: Project) -> [Orphan]
{
  var at = 0
  let strangers = log.entries.filter { entry in
    guard !entry.output.isEmpty else { return false }
    while at < documents.count, log.order(entry.path, documents[at].path) > 0 { at += 1 }
    return at == documents.count || documents[at].kind != .template
      || log.order(entry.path, documents[at].path) != 0
  }
  guard !strangers.isEmpty else { return [] }
  let known = ByteKeys(capacity: documents.count * 2)
  for document in documents where document.kind == .template {
    _ = known.add(document.path)
    _ = known.add(document.output)
  }
  return strangers.compactMap { entry in
    let (path, output) = (log.bytes(entry.path), log.bytes(entry.output))
    guard known.find(path) < 0, known.find(output) < 0, output != path,
      !project.root.isThere(path), project.root.exists(output),
      !project.isInPlaceByText(output)
    else { return nil }
    let (template, name) = (project.name(of: path).text, project.name(of: output).text)
    var problem = Diagnostic(
      .orphanedOutput, "the template '\(template)' of '\(name)' is gone", at: Place(file: name),
      notes: [.init("remove the output, or bring the template back")])
    problem.severity = .warning
    return Orphan(output: output, template: template, problem: problem)
  }
}

extension Project {
  /// Whether the file is an in-place document in its own right.
  fileprivate func isInPlaceByText(_ path: Bytes) -> Bool {
    let document = ProjectDocument(kind: .inPlace, path: path, output: path)
    guard rules.kind(of: path) == .inPlace,
      case .success(let input?) = Input.document(document, in: self)
    else { return false }
    return input.template.holdsDirectives
  }
}
