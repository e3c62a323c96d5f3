package import PageWire

/// All pages that there are, and what browsers get of them. A path is looked up in the table and nowhere else.
package struct Pages {
  /// Makes HTML of Markdown.
  private let render: (ShownPage) -> Rendered
  let rule: HostRule
  let showsPictures: Bool
  var project: [UInt8] = []
  var pages: [[UInt8]: ShownPage] = [:]
  var problems: [ShownProblem] = []
  /// Whether all pages have been seen once.
  var isSettled = false
  private var known: [[UInt8]: Rendered] = [:]
  /// Counts what has changed, so that a browser that was away knows whether it has missed something.
  private var version = 0
  /// Tells this run of the server from others.
  private let run: Int

  /// - Parameters:
  ///   - rule: by which names the server may be called.
  ///   - showsPictures: whether pictures from elsewhere are loaded.
  ///   - run: a number that other runs don't have.
  package init(
    rule: HostRule, showsPictures: Bool, run: Int, render: @escaping (ShownPage) -> Rendered
  ) {
    self.rule = rule
    self.showsPictures = showsPictures
    self.run = run
    self.render = render
  }

  // MARK: what docbuild says

  /// Takes a message; the events that browsers are to be told.
  package mutating func take(_ message: MessageToServer) -> [[UInt8]] {
    switch message {
    case .project(let name): project = name
    case .page(let page):
      guard pages[page.path] != page else { return [] }
      known[page.path] = nil
      pages[page.path] = page
      version += 1
      return [event("page", page.path)]
    case .gone(let path):
      guard pages.removeValue(forKey: path) != nil else { return [] }
      known[path] = nil
      version += 1
      return [event("page", path)]
    case .settled(let found):
      guard found != problems || !isSettled else { return [] }
      (problems, isSettled) = (found, true)
      version += 1
      return [event("index", [])]
    case .changed(let path):
      version += 1
      return [event("file", path)]
    case .file: break
    }
    return []
  }

  /// An event as it is sent (<https://html.spec.whatwg.org/multipage/server-sent-events.html>). Paths go percent-encoded, so that
  /// none holds a line end.
  private func event(_ name: String, _ path: [UInt8]) -> [UInt8] {
    var made: [UInt8] = []
    made.add("event: \(name)\ndata: ")
    made.add(path: path)
    made.add(" \(version)\n\n")
    return made
  }

  /// What a browser has seen, once it has all that is sent now: it stands in each page and in the greeting, so that what has changed
  /// between the two is not missed.
  var state: String { "\(run)-\(version)" }

  /// What a browser that begins to follow is told first.
  package var greeting: [UInt8] { Array("retry: 500\nevent: hello\ndata: \(state)\n\n".utf8) }

  // MARK: what browsers ask

  /// The answer to a request.
  package mutating func answer(_ request: Request) -> Answer {
    guard rule.allows(request) else { return .response(fault(403)) }
    let path = request.path.dropFirst()
    if path.starts(with: "_docbuild/".utf8) { return asset(path.dropFirst(10).text) }
    if path.isEmpty || path.last == UInt8(ascii: "/") {
      let folder = Array(path.dropLast())
      guard folder.isEmpty || pages.keys.contains(where: { $0.starts(with: path) }) else {
        return .response(fault(404))
      }
      return .response(Response(index(of: folder)))
    }
    if let page = pages[Array(path)] {
      var response = Response(html(of: page, rendered(page)))
      response.policy = Response.policy(showsPictures: showsPictures)
      return .response(response)
    }
    if Picture(path) != nil { return .file(Array(path)) }
    if pages.keys.contains(where: { $0.starts(with: path) && $0[path.count] == UInt8(ascii: "/") })
    {
      return .response(Response(index(of: Array(path))))
    }
    return .response(fault(404))
  }

  private mutating func rendered(_ page: ShownPage) -> Rendered {
    if let found = known[page.path] { return found }
    let made = render(page)
    known[page.path] = made
    return made
  }

  private func asset(_ name: String) -> Answer {
    switch name {
    case "style.css":
      return .response(Response(type: "text/css; charset=utf-8", PackageResources.style_css))
    case "page.css":
      return .response(Response(type: "text/css; charset=utf-8", PackageResources.page_css))
    case "client.js":
      return .response(
        Response(type: "text/javascript; charset=utf-8", PackageResources.client_js))
    case "icon.svg":
      var response = Response(type: "image/svg+xml", PackageResources.icon_svg)
      response.policy = Response.picturePolicy
      return .response(response)
    case "events": return .events
    default: return .response(fault(404))
    }
  }

  /// The answer to a request for a picture; nil for one that is not to be had.
  package func picture(_ bytes: [UInt8]?, at request: Request) -> Response {
    guard let bytes, let picture = Picture(request.path) else { return fault(404) }
    var response = Response(type: picture.type, bytes)
    response.policy = Response.picturePolicy
    return response
  }
}

/// Kinds of pictures, by the endings of their names.
struct Picture {
  let type: String

  private static let types = [
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "svg": "image/svg+xml", "avif": "image/avif", "ico": "image/x-icon",
    "bmp": "image/bmp",
  ]

  /// nil for what is no picture.
  init?(_ path: some BidirectionalCollection<UInt8>) {
    guard let dot = path.lastIndex(of: UInt8(ascii: ".")),
      let type = Picture.types[path[path.index(after: dot)...].map(\.inLowerCase).text]
    else { return nil }
    self.type = type
  }
}
