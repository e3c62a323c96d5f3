import DocbuildCore
import Glibc

/// Decides by the build log and the files' stamps which documents must be woven again, always with a reason.
final class StalenessPlanner: Sendable {
  private let project: Project
  private let log: BuildLog?
  /// The stamps of the log's files now.
  private let stamps: [Stamp?]
  private let entries: EntryTable
  private let settings: Hash
  /// What a build that was killed may have put in place without noting it in the log.
  private let pending: BuildLog?

  /// Entries of the log by document, filled once and only read then.
  private struct EntryTable: @unchecked Sendable {
    let table = ByteTable<BuildLog.Entry>()
    let pending = ByteTable<[BuildLog.Entry]>()
  }

  init(_ project: Project, log: BuildLog?, pending: BuildLog?, threads: Int) {
    self.project = project
    self.log = log
    self.pending = pending
    settings = StalenessPlanner.settings(of: project)
    entries = EntryTable()
    for (path, entry) in log?.documents ?? [] { entries.table[path] = entry }
    for (path, entry) in pending?.documents ?? [] {
      entries.pending[path] = (entries.pending[path] ?? []) + [entry]
    }
    let files = log?.files.map(\.path) ?? []
    let root = project.root.path
    // Some thousand at a time: a job for each file would cost more than its `stat`.
    let part = 2048
    let parts = (files.count + part - 1) / part
    let found = ParallelJobs.run(parts, threads: threads) { index in
      files[index * part..<min(files.count, (index + 1) * part)].map { Stamp(of: root.joined($0)) }
    }
    stamps = found?.flatMap { $0 } ?? []
  }

  func entry(of document: ProjectDocument) -> BuildLog.Entry? { entries.table[document.path] }

  /// The digests of what docbuild has written to a document's output, as far as is known.
  func written(_ document: ProjectDocument) -> [Hash] {
    guard let entry = entry(of: document), entry.output == document.output else { return [] }
    let later = entries.pending[document.path] ?? []
    return ([entry] + later.filter { $0.output == document.output }).map(\.outputHash)
  }

  /// What is pending still, and what is about to be put in place.
  func pending(with done: [DocumentWorker.Work]) -> BuildLog {
    var made = BuildLog(settings: settings)
    made.documents = pending?.documents ?? []
    for work in done {
      guard work.waiting != nil, let hash = work.hash else { continue }
      let document = work.result.document
      let entry = BuildLog.Entry(
        output: document.output, outputStamp: .unknown, outputHash: hash, inputs: [])
      made.documents.append((document.path, entry))
    }
    return made
  }

  /// Whether all that is pending from an earlier build is settled by this one.
  func settlesPending(_ done: [DocumentWorker.Work]) -> Bool {
    guard let pending, !pending.documents.isEmpty else { return true }
    let settled = ByteTable<Bool>()
    for work in done where work.result.outcome != .failed {
      settled[work.result.document.path] = true
    }
    return pending.documents.allSatisfy {
      settled[$0.path] != nil || !project.root.path.joined($0.path).exists
    }
  }

  /// The documents that are sources of others, each with one that reads it, as far as the log knows of documents that
  /// are not woven now.
  func readers(besides done: [DocumentWorker.Work], among documents: [ProjectDocument])
    -> [(source: Bytes, reader: Bytes)]
  {
    guard let log else { return [] }
    let woven = ByteTable<Bool>()
    for work in done where work.result.reason != nil { woven[work.result.document.path] = true }
    var readers = [Bytes?](repeating: nil, count: log.files.count)
    for document in documents where woven[document.path] == nil {
      guard let entry = entries.table[document.path] else { continue }
      for place in entry.inputs.dropFirst() where readers[place] == nil {
        readers[place] = document.path
      }
    }
    return zip(log.files, readers).compactMap { file, reader in
      reader.map { (file.path, $0) }
    }
  }

  /// Why each document must be woven; nil for those that need not be.
  func reasons(for documents: [ProjectDocument]) -> [String?] {
    guard let log else { return documents.map { _ in "it is not in the build log" } }
    guard log.settings == settings else {
      return documents.map { _ in "docbuild's version, configuration or options changed" }
    }
    return documents.map { document in
      guard let entry = entries.table[document.path] else { return "it is not in the build log" }
      guard entry.output == document.output || entry.output.isEmpty && document.kind == .inPlace
      else {
        return "its output has another name now"
      }
      if entry.inputs.isEmpty { return "it was not woven the last time" }
      for place in entry.inputs {
        let file = log.files[place]
        guard let stamp = stamps[place] else {
          return "'\(project.name(of: file.path).text)' is gone"
        }
        guard stamp != file.stamp else { continue }
        let name = project.name(of: file.path).text
        return file.stamp == .unknown
          ? "'\(name)' was new when it was read, and may have changed since" : "'\(name)' changed"
      }
      if entry.output.isEmpty { return nil }
      if entry.outputStamp == .volatile { return "it shows a git revision or a URL" }
      guard let output = Stamp(of: project.root.path.joined(document.output)) else {
        return "its output is missing"
      }
      return output == entry.outputStamp ? nil : "its output changed"
    }
  }

  /// Outputs that the log knows, whose template is gone; what has become an in-place document is none.
  func orphans(among documents: [ProjectDocument], _ done: [DocumentWorker.Work]) -> [Diagnostic] {
    guard let log else { return [] }
    let known = ByteTable<Bool>()
    for document in documents where document.kind == .template {
      known[document.path] = true
      known[document.output] = true
    }
    for work in done
    where work.result.document.kind == .inPlace && work.result.outcome != .noDocument {
      known[work.result.document.path] = true
    }
    var found: [Diagnostic] = []
    let root = project.root.path
    for (path, entry) in log.documents
    where known[path] == nil && known[entry.output] == nil && entry.output != path
      && !entry.output.isEmpty
    {
      guard !root.joined(path).exists, root.joined(entry.output).exists else { continue }
      var problem = Diagnostic(
        .orphanedOutput,
        "the template '\(project.name(of: path).text)' of '\(project.name(of: entry.output).text)' is gone",
        at: Place(file: project.name(of: entry.output).text),
        notes: [.init("remove the output, or bring the template back")])
      problem.severity = .warning
      found.append(problem)
    }
    return found
  }

  /// The log for the next time.
  func newLog(
    _ documents: [ProjectDocument], _ done: [DocumentWorker.Work], allDocuments: [ProjectDocument],
    started: Int
  ) -> BuildLog {
    var made = BuildLog(settings: settings)
    let places = ByteTable<Int>()
    let root = project.root.path
    func place(_ path: Bytes, _ old: Stamp?) -> Int {
      if let known = places[path] { return known }
      places[path] = made.files.count
      // A file changed within a clock tick of being read may change again and look the same.
      var stamp = old ?? Stamp(of: root.joined(path)) ?? .unknown
      if old == nil, stamp.changed > started - 20_000_000 { stamp = .unknown }
      made.files.append((path, stamp))
      return made.files.count - 1
    }
    let works = ByteTable<DocumentWorker.Work>()
    for work in done { works[work.result.document.path] = work }
    // Documents that were not asked for, and outputs whose template is gone, stay as they were.
    var paths = allDocuments.map(\.path)
    for (path, entry) in log?.documents ?? []
    where !entry.output.isEmpty && !root.joined(path).exists && root.joined(entry.output).exists {
      paths.append(path)
    }
    paths.sort { $0.lexicographicallyPrecedes($1) }
    for path in paths where made.documents.last?.path != path {
      guard let work = works[path], work.result.reason != nil else {
        guard let log, let entry = entries.table[path] else { continue }
        // With other settings it must be woven; what was written is still what an edit is told by.
        let isSame = log.settings == settings
        let inputs = entry.inputs.map { place(log.files[$0].path, log.files[$0].stamp) }
        made.documents.append(
          (
            path,
            .init(
              output: entry.output, outputStamp: isSame ? entry.outputStamp : .unknown,
              outputHash: entry.outputHash, inputs: isSame ? inputs : [])
          ))
        continue
      }
      let output = work.result.document.output
      if work.result.outcome == .noDocument {
        made.documents.append(
          (
            path,
            .init(
              output: [], outputStamp: .unknown, outputHash: Hash([]), inputs: [place(path, nil)])
          ))
        continue
      }
      guard let hash = work.hash, work.result.outcome != .failed else {
        // What was written the last time is still what an edit is told by.
        if let entry = entries.table[path] {
          made.documents.append(
            (
              path,
              .init(
                output: entry.output, outputStamp: .unknown, outputHash: entry.outputHash,
                inputs: [])
            ))
        }
        continue
      }
      var stamp = Stamp(of: root.joined(output)) ?? .unknown
      if work.isVolatile {
        stamp = .volatile
      } else if work.result.document.kind == .inPlace, stamp.changed > started - 20_000_000 {
        stamp = .unknown
      }
      let inputs = [place(path, nil)] + work.inputs.map { place($0, nil) }
      made.documents.append(
        (path, .init(output: output, outputStamp: stamp, outputHash: hash, inputs: inputs)))
    }
    return made
  }

  private static func settings(of project: Project) -> Hash {
    var text = Bytes(
      "\(docbuildVersion)\n\(project.options.maxSourceBytes) \(project.options.limits.outputBytes) "
        .utf8)
    text += Bytes("\(project.options.allowsURLs)\n".utf8)
    if case .success(let bytes) = project.root.read(Configuration.name, limit: 1 << 20) {
      text += bytes
    }
    return Hash(text)
  }
}

/// The version of docbuild.
package let docbuildVersion = "0.1.0"
