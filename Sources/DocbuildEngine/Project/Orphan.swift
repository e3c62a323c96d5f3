import DocbuildCore

/// An output that no template makes any more: its template is gone, or makes another file now.
struct Orphan: Sendable {
  let output: RootPath
  /// As the user would write it.
  let template: String
  let problem: Diagnostic
}

/// Outputs that a log knows and that no template makes any more; what has become an in-place document is none.
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
      || log.order(entry.output, documents[at].output) != 0
  }
  guard !strangers.isEmpty else { return [] }
  let known = ByteKeys(capacity: documents.count * 2)
  var outputs: [RootPath: WrittenPath] = [:]
  for document in documents where document.kind == .template {
    _ = known.add(document.path)
    _ = known.add(document.output)
  }
  let paths = Set(strangers.map { log.path($0.path) })
  for document in documents where document.kind == .template && paths.contains(document.path) {
    outputs[document.path] = document.output
  }
  return strangers.compactMap { entry in
    let path = log.path(entry.path)
    guard let output = log.output(of: entry).folded, known.find(output) < 0, output != path,
      project.root.exists(output),
      !project.isInPlaceByText(output)
    else { return nil }
    let (template, name) = (project.name(of: path).text, project.name(of: output).text)
    var problem: Diagnostic
    if let now = outputs[path] {
      problem = Diagnostic(
        .orphanedOutput,
        "'\(template)' makes '\(project.name(of: now).text)' now, and '\(name)' is left over",
        at: Place(file: name), notes: [.init("remove the old output")])
    } else {
      guard known.find(path) < 0, !project.root.isThere(path) else { return nil }
      problem = Diagnostic(
        .orphanedOutput, "the template '\(template)' of '\(name)' is gone", at: Place(file: name),
        notes: [.init("remove the output, or bring the template back")])
    }
    problem.severity = .warning
    return Orphan(output: output, template: template, problem: problem)
  }
}

extension Project {
  /// Whether the file is an in-place document in its own right.
  fileprivate func isInPlaceByText(_ path: RootPath) -> Bool {
    let document = ProjectDocument(inPlace: path)
    guard rules.kind(of: path) == .inPlace,
      case .success(let input?) = Input.document(document, in: self)
    else { return false }
    return input.template.holdsDirectives
  }
}
