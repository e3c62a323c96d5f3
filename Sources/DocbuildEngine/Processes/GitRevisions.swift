import DocbuildCore

/// Reads files as they were at a git revision.
struct GitRevisions {
  let root: Bytes

  enum Failure: Error {
    case noRepository
    case toolMissing
    case revisionNotFound
    case fileNotFound
    case tooLarge
    case failed(String)
  }

  /// The file at `path`, relative to the root, at `revision`.
  ///
  /// git is given the repository by name, no configuration but its own, no way to fetch and no way to run
  /// anything; the names go over standard input, so that none can be an option.
  func read(_ path: Bytes, at revision: Bytes, limit: Int) -> Result<Bytes, Failure> {
    guard let program = ChildProcess.find("git", outside: root) else {
      return .failure(.toolMissing)
    }
    var folder = root
    while !folder.joined(Bytes(".git".utf8)).exists {
      let above = folder.folder
      if above.isEmpty || above == folder { return .failure(.noRepository) }
      folder = above
    }
    let inside = (root.below(folder) ?? []).joined(path).folded
    guard !revision.contains(UInt8(ascii: "\n")), !inside.contains(UInt8(ascii: "\n")),
      revision.first != UInt8(ascii: "-")
    else { return .failure(.revisionNotFound) }
    let run = ChildProcess.run(
      program,
      [
        "--git-dir=\(folder.joined(Bytes(".git".utf8)).text)", "--no-replace-objects", "-c",
        "core.fsmonitor=",
        "-c", "protocol.allow=never", "cat-file", "--batch", "--follow-symlinks",
      ],
      environment: [
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C",
      ],
      folder: "/",
      input: revision + Bytes("^{commit}\n".utf8) + revision + [UInt8(ascii: ":")] + inside + [
        UInt8(ascii: "\n")
      ],
      limit: limit + (1 << 20))
    switch run {
    case .failure(.tooMuchOutput): return .failure(.tooLarge)
    case .failure(.timedOut): return .failure(.failed("git took more than 60 s"))
    case .failure(.notStarted(let why)): return .failure(.failed(why))
    case .success(let done):
      guard done.status == 0 else {
        return .failure(.failed(String(done.errors.prefix { $0 != "\n" })))
      }
      var reply = BatchReply(done.output)
      guard reply.next()?.type == "commit" else { return .failure(.revisionNotFound) }
      guard let file = reply.next(), file.type == "blob" else { return .failure(.fileNotFound) }
      guard file.bytes.count <= limit else { return .failure(.tooLarge) }
      return .success(file.bytes)
    }
  }
}

/// What `git cat-file --batch` prints: `<id> SP <type> SP <size> LF <bytes> LF` for each name, or a line that says
/// what is missing (git-cat-file(1), "Batch output").
private struct BatchReply {
  private let output: Bytes
  private var at = 0

  init(_ output: Bytes) { self.output = output }

  mutating func next() -> (type: String, bytes: Bytes)? {
    guard let end = output.firstOffset(of: UInt8(ascii: "\n"), in: at..<output.count) else {
      return nil
    }
    let words = output[at..<end].text.split(separator: " ")
    at = end + 1
    guard words.count == 3, let size = Int(words[2]), size >= 0, at + size <= output.count else {
      return nil
    }
    let bytes = Bytes(output[at..<at + size])
    at = min(at + size + 1, output.count)
    return (String(words[1]), bytes)
  }
}
