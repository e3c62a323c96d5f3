import DocbuildCore

/// A link of a page to another machine, with what is needed to report that it leads nowhere.
struct RemoteLink: Sendable {
  /// As it is written.
  let url: String
  let place: Place
  let notes: [Diagnostic.Note]

  /// The address to ask for: without the fragment, which is the browser's alone. Nil for other schemes and for what a
  /// program fills in.
  var address: String? {
    let address = (url.hasPrefix("//") ? "https:" + url : url).prefix { $0 != "#" }
    let isWeb = ["http://", "https://"].contains { address.lowercased().hasPrefix($0) }
    let isWhole = !address.contains { $0.isWhitespace || "{}<>\"".contains($0) }
    return isWeb && isWhole ? String(address) : nil
  }
}

/// Asks whether remote links still lead somewhere, with curl, for `--allow-net`.
struct RemoteLinks {
  let project: Project
  let interrupt: Interrupt

  enum Answer: Sendable {
    /// It is there, or nothing certain can be said: a server that is down today may be up tomorrow.
    case fine
    case status(Int)
    case unknownHost
  }

  /// As many are asked at once.
  private static let threads = 8

  /// The problems of links, in their order: nil for those that lead somewhere. Each address is asked once.
  ///
  /// A failure says that there is no curl.
  func problems(of links: [RemoteLink]) -> Result<[Diagnostic?], FileFailure> {
    guard links.contains(where: { $0.address != nil }) else {
      return .success(links.map { _ in nil })
    }
    guard let curl = project.program("curl") else {
      return .failure(
        FileFailure(
          id: .toolMissing,
          message: "'--allow-net' needs the program 'curl', which is \(ChildProcess.nowhere)",
          notes: ["install it with 'apt-get install curl'"]))
    }
    var indices: [String: Int] = [:]
    var addresses: [String] = []
    for address in links.compactMap(\.address) where indices[address] == nil {
      indices[address] = addresses.count
      addresses.append(address)
    }
    let asked = addresses
    let answers =
      ParallelJobs.run(asked.count, threads: RemoteLinks.threads) {
        ask(asked[$0], curl)
      } ?? []
    return .success(
      links.map { link in
        guard let index = link.address.flatMap({ indices[$0] }) else { return nil }
        return answers[index].problem(of: link)
      })
  }

  /// By HEAD; where that is refused or in vain, by GET, since some servers know no HEAD.
  private func ask(_ address: String, _ curl: String) -> Answer {
    let head = request(address, curl, ["--head"])
    guard case .status(let code) = head, code >= 400 else { return head }
    let get = request(address, curl, [])
    if case .status(let code) = get { return code == 404 || code == 410 ? get : .fine }
    return get
  }

  private func request(_ address: String, _ curl: String, _ how: [String]) -> Answer {
    let run = ChildProcess.run(
      curl,
      Download.safety + [
        "--max-redirs", "10", "--connect-timeout", "10", "--max-time", "20", "--output",
        "/dev/null", "--write-out",
        "%{http_code}",
      ] + how + ["--", address],
      environment: [:], folder: "/", limit: 1 << 16, seconds: 30, until: interrupt)
    guard case .success(let done) = run else { return .fine }
    // curl's "Could not resolve host".
    if done.status == 6 { return .unknownHost }
    return done.status == 0 ? Int(done.output.text).map { .status($0) } ?? .fine : .fine
  }
}

extension RemoteLinks.Answer {
  fileprivate func problem(of link: RemoteLink) -> Diagnostic? {
    let message: String
    switch self {
    case .status(404): message = "'\(link.url)' answers 404: there is no such page"
    case .status(410): message = "'\(link.url)' answers 410: the page is gone for good"
    case .unknownHost: message = "the host of '\(link.url)' is unknown"
    default: return nil
    }
    return Diagnostic(.deadLink, message, at: link.place, notes: link.notes)
  }
}
