package import PageWire

/// The pages around what is shown.
extension Pages {
  /// A page with its table of contents and its problems.
  func html(of page: ShownPage, _ rendered: Rendered) -> [UInt8] {
    var made = head(rendered.title.isEmpty ? page.path : rendered.title)
    made.add("<body class=\"page\" data-state=\"\(state)\" data-page=\"")
    made.add(path: page.path)
    made.add("\">\n<a class=\"skip\" href=\"#docbuild-content\">Skip to the page</a>\n")
    made += top(page.path)
    made.add("<div class=\"columns\">\n")
    made += outline(rendered)
    made.add("<main id=\"docbuild-content\" tabindex=\"-1\">\n<div class=\"about\">")
    made += badge(page.state)
    made.add(" <span class=\"from\">")
    if page.source != page.path {
      made.add(page.isWoven ? "woven from " : "can’t be woven from ")
      made += code(page.source)
      if !page.isWoven { made.add(": this is its own text") }
    } else if !page.isWoven {
      made.add("can’t be woven: this is its own text")
    }
    if page.state == .stale { made.add(" — the file differs: <code>docbuild build</code>") }
    made.add("</span></div>\n")
    let general = page.problems.filter { $0.line == 0 }
    made.add("<div class=\"general\">")
    for problem in general { made += problem.html }
    made.add("</div>\n<article class=\"markdown\">")
    made += rendered.html
    made.add("</article>\n</main>\n</div>\n")
    made += bottom
    return made
  }

  private func outline(_ rendered: Rendered) -> [UInt8] {
    var made: [UInt8] = []
    // Below the title, where there is but one.
    let titles = rendered.outline.count { $0.level == 1 }
    let shown = rendered.outline.filter { $0.level <= 3 && ($0.level > 1 || titles > 1) }
    made.add("<nav class=\"toc\" aria-label=\"On this page\">")
    if shown.count > 1 {
      made.add("<details open><summary>On this page</summary><ul>")
      for heading in shown {
        made.add("<li class=\"level\(heading.level)\"><a href=\"#")
        made.add(path: heading.id)
        made.add("\">")
        made.add(escaping: heading.text)
        made.add("</a></li>")
      }
      made.add("</ul></details>")
    }
    made.add("</nav>\n")
    return made
  }

  /// The list of pages.
  func index(of folder: [UInt8]) -> [UInt8] {
    let shown = pages.values.filter {
      folder.isEmpty || $0.path.starts(with: folder + [UInt8(ascii: "/")])
    }.sorted { Pages.comesBefore($0.path, $1.path) }
    var made = head(folder.isEmpty ? project : folder)
    made.add("<body class=\"index\" data-state=\"\(state)\" data-index=\"\">\n")
    made.add("<a class=\"skip\" href=\"#docbuild-content\">Skip to the pages</a>\n")
    made += top(folder)
    made.add("<main id=\"docbuild-content\" tabindex=\"-1\">\n<h1>")
    made.add(escaping: folder.isEmpty ? project : folder)
    made.add("</h1>\n<p class=\"sum\">\(Pages.counted(shown.count, "page"))")
    for state in [ShownPage.State.problems, .warnings, .stale] {
      let count = shown.count { $0.state == state }
      if count > 0 { made.add(", \(count) \(state.words)") }
    }
    made.add(isSettled ? "</p>\n" : "; docbuild is still reading</p>\n")
    for problem in problems { made += problem.html }
    if !shown.isEmpty {
      made.add("<table class=\"pages\"><thead><tr><th scope=\"col\">Page</th>")
      made.add("<th scope=\"col\">State</th><th scope=\"col\">Made from</th></tr></thead><tbody>\n")
      for page in shown {
        made.add("<tr><td><a href=\"/")
        made.add(path: page.path)
        made.add("\">")
        made += Pages.breakable(page.path)
        made.add("</a></td><td>")
        made += badge(page.state, problems: page.problems.count)
        made.add("</td><td>")
        if page.source != page.path { made += code(page.source) }
        made.add("</td></tr>\n")
      }
      made.add("</tbody></table>\n")
    } else if isSettled {
      made.add("<p>There is no page here: no template, and no Markdown.</p>\n")
    }
    made.add("</main>\n")
    made += bottom
    return made
  }

  /// A page that says why there is none.
  package func fault(_ status: Int) -> Response {
    let (title, text) =
      switch status {
      case 404:
        (
          isSettled ? "No such page" : "Not yet",
          isSettled
            ? "Only the project’s pages are shown here, and the pictures that they link to."
            : "docbuild is still reading: if there is such a page, it comes by itself."
        )
      case 403:
        (
          "Not from here",
          "The server was called by a name, or from a page, that it does not know. docbuild serve --allow-host lets it know a name."
        )
      case 405: ("Only GET and HEAD", "Pages can be read here, and nothing else.")
      case 503: ("Too busy", "Too much is under way. Try again.")
      default: ("No request", "That is not a request as this server reads them.")
      }
    var made = head(Array(title.utf8))
    made.add("<body class=\"index\" data-state=\"\(state)\" data-index=\"\">\n")
    made += top([])
    made.add("<main id=\"docbuild-content\"><h1>\(title)</h1><p>\(text)</p>")
    made.add("<p><a href=\"/\">All pages</a></p></main>\n</body>\n</html>\n")
    return Response(status: status, made)
  }

  // MARK: parts

  private func head(_ title: [UInt8]) -> [UInt8] {
    var made: [UInt8] = []
    made.add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    made.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    made.add("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
    made.add(escaping: title)
    if title != project {
      made.add(" · ")
      made.add(escaping: project)
    }
    made.add("</title>\n<link rel=\"icon\" href=\"/_docbuild/icon.svg\">\n")
    made.add("<link rel=\"stylesheet\" href=\"/_docbuild/style.css\">\n")
    made.add("<link rel=\"stylesheet\" href=\"/_docbuild/page.css\">\n")
    made.add("<script src=\"/_docbuild/client.js\" defer></script>\n</head>\n")
    return made
  }

  /// The way from the index to a page or folder.
  private func top(_ path: [UInt8]) -> [UInt8] {
    var made: [UInt8] = []
    made.add("<header><nav class=\"way\" aria-label=\"Where this page lies\"><a href=\"/\">")
    made.add(escaping: project.isEmpty ? Array("pages") : project)
    made.add("</a>")
    let names = path.split(separator: UInt8(ascii: "/"))
    for (index, name) in names.enumerated() {
      made.add("<span class=\"slash\" aria-hidden=\"true\">/</span>")
      if index == names.count - 1 {
        made.add("<span aria-current=\"page\">")
        made.add(escaping: name)
        made.add("</span>")
      } else {
        made.add("<a href=\"/")
        made.add(path: names[...index].joined(separator: [UInt8(ascii: "/")]))
        made.add("/\">")
        made.add(escaping: name)
        made.add("</a>")
      }
    }
    made.add("</nav><span class=\"tools\"><span class=\"live\" role=\"status\"></span>")
    made.add("<button type=\"button\" class=\"theme\" hidden>Dark</button></span></header>\n")
    return made
  }

  private var bottom: [UInt8] { Array("</body>\n</html>\n") }

  private func badge(_ state: ShownPage.State, problems: Int = 0) -> [UInt8] {
    var made: [UInt8] = []
    made.add("<span class=\"badge \(state.name)\">")
    switch state {
    case .clean: made.add("clean")
    case .stale: made.add("stale")
    case .warnings: made.add(problems > 0 ? Pages.counted(problems, "warning") : "warnings")
    case .problems: made.add(problems > 0 ? Pages.counted(problems, "problem") : "problems")
    }
    made.add("</span>")
    return made
  }

  private func code(_ text: [UInt8]) -> [UInt8] {
    Array("<code>") + Pages.breakable(text) + Array("</code>")
  }

  /// A path that may be broken behind its slashes.
  private static func breakable(_ path: [UInt8]) -> [UInt8] {
    var made: [UInt8] = []
    for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if !made.isEmpty { made.add("/<wbr>") }
      made.add(escaping: part)
    }
    return made
  }

  private static func counted(_ count: Int, _ word: String) -> String {
    count == 1 ? "1 \(word)" : "\(count) \(word)s"
  }

  /// The files of a folder come before its folders.
  private static func comesBefore(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    let (first, second) = (
      a.split(separator: UInt8(ascii: "/")), b.split(separator: UInt8(ascii: "/"))
    )
    for (index, name) in first.enumerated() where index < second.count && name != second[index] {
      let (isFile, isOtherFile) = (index == first.count - 1, index == second.count - 1)
      if isFile != isOtherFile { return isFile }
      return name.lexicographicallyPrecedes(second[index])
    }
    return first.count < second.count
  }
}

extension ShownPage.State {
  fileprivate var name: String {
    switch self {
    case .clean: "clean"
    case .stale: "stale"
    case .warnings: "warnings"
    case .problems: "problems"
    }
  }

  fileprivate var words: String {
    switch self {
    case .clean: "clean"
    case .stale: "stale"
    case .warnings: "with warnings"
    case .problems: "with problems"
    }
  }
}

extension ShownProblem {
  /// The problem as a bar across the page.
  package var html: [UInt8] {
    var made: [UInt8] = []
    made.add("<aside class=\"problem \(isError ? "error" : "warning")\" role=\"note\"><p><strong>")
    made.add(isError ? "error" : "warning")
    made.add("</strong> ")
    made.add(escaping: message.utf8)
    made.add(" <span class=\"id\">[")
    made.add(escaping: id.utf8)
    made.add("]</span></p><p class=\"place\">")
    made += ShownProblem.place(place, link)
    made.add("</p>")
    if !notes.isEmpty {
      made.add("<ul>")
      for note in notes {
        made.add("<li>")
        made.add(escaping: note.utf8)
        made.add("</li>")
      }
      made.add("</ul>")
    }
    made.add("</aside>")
    return made
  }

  /// A place in a file, with the way into the editor where there is one; else to be copied.
  package static func place(_ place: String, _ link: String) -> [UInt8] {
    var made: [UInt8] = []
    if link.isEmpty {
      made.add("<code class=\"copied\">")
      made.add(escaping: place.utf8)
      made.add("</code>")
    } else {
      made.add("<a class=\"editor\" href=\"")
      made.add(escaping: link.utf8)
      made.add("\">")
      made.add(escaping: place.utf8)
      made.add("</a>")
    }
    return made
  }
}
