import DocbuildCore

/// Fetches a URL with curl, for `--allow-url`.
struct Download {
  let project: Project
  let interrupt: Interrupt

  enum Failure: Error {
    case toolMissing
    case tooLarge
    case failed(String)
  }

  /// What every curl's arguments begin with: no configuration of anybody's is read, `[1-3]` and `{a,b}` in an address are just that, and
  /// neither it nor what it is sent on to leads to a file or another protocol.
  static let safety = [
    "-q", "--silent", "--location", "--globoff", "--proto", "=http,https", "--proto-redir",
    "=http,https",
  ]

  func fetch(_ url: String, limit: Int) -> Result<Bytes, Failure> {
    guard let program = project.program("curl") else {
      return .failure(.toolMissing)
    }
    let run = ChildProcess.run(
      program,
      Download.safety + [
        "--show-error", "--fail", "--max-redirs", "20", "--max-time", "50", "--", url,
      ],
      environment: [:], folder: "/", limit: limit, until: interrupt)
    switch run {
    case .success(let done) where done.status == 0: return .success(done.output)
    case .success(let done): return .failure(.failed(String(done.errors.prefix { $0 != "\n" })))
    case .failure(.tooMuchOutput): return .failure(.tooLarge)
    case .failure(.timedOut): return .failure(.failed("no answer within 60 s"))
    case .failure(let failure): return .failure(.failed(failure.reason))
    }
  }
}
