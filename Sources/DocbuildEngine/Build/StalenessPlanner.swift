import DocbuildCore
import Glibc

/// Decides by the build log and the files' stamps which documents must be woven again, always with a reason.
final class StalenessPlanner: Sendable {
  let project: Project
  let log: BuildLog?
  let settings: Hash
  /// What has become of the log's files, and of its documents' outputs; empty when they decide nothing.
  let files: [FileState]
  let outputs: [FileState]

  /// A file beside its stamp in the log.
  enum FileState: UInt8, Sendable { case same, changed, gone }

  /// What is to be done with a document.
  enum Verdict: Sendable {
    case upToDate
    /// Markdown that held no directive when it was read, and has not changed.
    case noDocument
    /// It must be woven, for that reason.
    case stale(String)

    var isStale: Bool {
      guard case .stale = self else { return false }
      return true
    }

    var reason: String? {
      guard case .stale(let reason) = self else { return nil }
      return reason
    }
  }

  /// - Parameter earlier: what need not be looked at again; nil when everything is.
  init(_ project: Project, log: BuildLog?, threads: Int, earlier: EarlierBuild? = nil) {
    self.project = project
    self.log = log
    settings = StalenessPlanner.settings(of: project)
    guard let log, log.settings == settings else {
      files = []
      outputs = []
      return
    }
    let states = StalenessPlanner.states(log, project.root, threads, earlier)
    files = Array(states[..<log.files.count])
    outputs = Array(states[log.files.count...])
  }

  /// The state of a file of the log.
  func state(ofFile index: Int32) -> FileState { files[Int(index)] }

  /// The digest of what docbuild wrote to a document's output the last time, as far as the log knows.
  func written(_ document: ProjectDocument) -> Hash? { log?.written(document) }

  /// The digests of what was made of a document, its blocks included, when it is not what the log says.
  func news(of work: DocumentWorker.Work) -> [Hash] {
    guard let hash = work.hash, work.result.outcome != .failed,
      written(work.result.document) != hash
    else { return [] }
    return [hash] + work.blocks.map { Hash($0.bytes) }
  }

  /// Makes stale what the log says to be made from the output of a stale document, however far.
  func followOutputs(_ verdicts: inout [Verdict], of table: DocumentTable) {
    guard let log, verdicts.contains(where: { $0.isStale }) else { return }
    // The document that is woven into a file of the log: -1 for none, -2 where nobody has asked yet.
    var makers = [Int](repeating: -2, count: log.files.count)
    var readers: [Int: [Int]] = [:]
    var cursor = 0
    for (index, document) in table.documents.enumerated() {
      guard let entry = log.entry(of: document.path, from: &cursor), !verdicts[index].isStale else {
        continue
      }
      for input in log.inputs(of: entry).dropFirst() {
        let file = Int(input)
        if makers[file] == -2 {
          let path = log.path(log.files[file].path)
          makers[file] = project.maker(of: path, among: table) ?? -1
        }
        if makers[file] >= 0 { readers[makers[file], default: []].append(index) }
      }
    }
    guard !readers.isEmpty else { return }
    var waiting = verdicts.indices.filter { verdicts[$0].isStale }
    while let maker = waiting.popLast() {
      for reader in readers[maker] ?? [] where !verdicts[reader].isStale {
        let name = project.name(of: table.documents[maker].output).text
        verdicts[reader] = .stale("'\(name)' is made anew")
        waiting.append(reader)
      }
    }
  }

  /// What is to be done with each document.
  ///
  /// - Parameter documents: in the order of their paths.
  func verdicts(for documents: [ProjectDocument]) -> [Verdict] {
    guard let log else { return documents.map { _ in .stale("it is not in the build log") } }
    guard log.settings == settings else {
      return documents.map { _ in
        .stale("docbuild's version, configuration or options changed")
      }
    }
    var cursor = 0
    return documents.map { document in
      guard let entry = log.entry(of: document.path, from: &cursor) else {
        return .stale("it is not in the build log")
      }
      return verdict(on: document, log, entry, output: outputs[cursor])
    }
  }

  private func verdict(
    on document: ProjectDocument, _ log: BuildLog, _ entry: BuildLog.Entry, output: FileState
  ) -> Verdict {
    guard
      entry.output.isEmpty
        ? document.kind == .inPlace || !project.hasOutput(document)
        : log.order(entry.output, document.output) == 0
    else {
      return .stale(
        entry.output.isEmpty ? "its output is there" : "its output has another name now")
    }
    if entry.inputs.isEmpty { return .stale("it was not woven the last time") }
    // What is known to have changed says more than what may have.
    var doubt: Int32?
    for input in log.inputs(of: entry) where files[Int(input)] != .same {
      if files[Int(input)] == .gone || log.files[Int(input)].stamp != .unknown {
        return .stale(reason(ofFile: input, log))
      }
      doubt = doubt ?? input
    }
    if let doubt, output == .same || entry.outputStamp == .unknown {
      return .stale(reason(ofFile: doubt, log))
    }
    if entry.output.isEmpty { return .noDocument }
    if entry.outputStamp == .volatile {
      return .stale("it shows a git revision, a URL, or what a key or a pattern finds")
    }
    switch output {
    case .same: return .upToDate
    case .changed: return .stale("its output changed")
    case .gone: return .stale("its output is missing")
    }
  }

  /// What has become of a file of the log that is not as it was.
  private func reason(ofFile index: Int32, _ log: BuildLog) -> String {
    let file = log.files[Int(index)]
    let name = project.name(of: log.path(file.path)).text
    if files[Int(index)] == .gone { return "'\(name)' is gone" }
    return file.stamp == .unknown
      ? "'\(name)' was new when it was read, and may have changed since" : "'\(name)' changed"
  }

  /// What has become of the source, by one of these names, that a document shows where its page differs; nil where that is
  /// as it was.
  func reason(for document: ProjectDocument, differingAt names: [String]) -> String? {
    guard let log, !files.isEmpty, let entry = log.entry(of: document.path) else { return nil }
    let input = log.inputs(of: entry).first { input in
      files[Int(input)] != .same
        && names.contains(project.name(of: log.path(log.files[Int(input)].path)).text)
    }
    return input.map { reason(ofFile: $0, log) }
  }

  /// The files that a document of the log was made from.
  func inputs(of document: ProjectDocument) -> [RootPath] {
    guard let log, let entry = log.entry(of: document.path) else { return [] }
    return log.inputs(of: entry).dropFirst().map { log.path(log.files[Int($0)].path) }
  }

  /// What a log is for, beside its files: what was made by another version, configuration or options is stale.
  static func settings(of project: Project, version: String = docbuildVersion) -> Hash {
    var text = Bytes(
      "\(version)\n\(project.options.maxSourceBytes) \(project.options.limits.outputBytes) "
        .utf8)
    text += Bytes("\(project.options.allowsURLs)\n".utf8)
    for (name, value) in project.options.values.sorted(by: { $0.key < $1.key }) {
      text += Bytes("--set \(name)=".utf8) + value + Bytes("\n".utf8)
    }
    if case .success(let bytes) = project.root.read(Configuration.name, limit: 1 << 20) {
      text += bytes
    }
    return Hash(text)
  }
}

extension BuildLog {
  /// The digest of what was written to a document's output the last time.
  func written(_ document: ProjectDocument) -> Hash? {
    guard let entry = entry(of: document.path), order(entry.output, document.output) == 0 else {
      return nil
    }
    return outputHash(of: entry)
  }
}
