import PageServer
import PageWire
import Testing

/// What a browser gets of the pages that docbuild has told of.
struct PagesTests {
  private func pages() -> Pages {
    var pages = Pages(rule: HostRule(), showsPictures: false, run: 7) { page in
      var made = Pages.Rendered()
      made.html = Array("<p>".utf8) + page.text
      made.outline = [
        (1, Array("t".utf8), Array("T".utf8)), (2, Array("a".utf8), Array("A".utf8)),
        (2, Array("b".utf8), Array("<B>".utf8)),
      ]
      return made
    }
    _ = pages.take(.project(name: Array("<project>".utf8)))
    var page = ShownPage(
      path: Array("docs/a.md".utf8), source: Array("docs/a.src".utf8), text: Array("one".utf8))
    page.state = .problems
    page.problems = [
      ShownProblem(
        line: 0, isError: true, id: "x-y", message: "<m>", place: "a.src:1:2", notes: ["<n>"])
    ]
    _ = pages.take(.page(page))
    _ = pages.take(.page(ShownPage(path: Array("odd \"<é>.md".utf8), text: Array("two".utf8))))
    _ = pages.take(.settled([]))
    return pages
  }

  private func get(_ path: String, _ pages: inout Pages, host: String = "localhost") -> Answer {
    var request = Request()
    request.path = Array(path.utf8)
    request.headers["host"] = Array(host.utf8)
    return pages.answer(request)
  }

  private func body(_ answer: Answer, _ status: Int = 200) -> String {
    guard case .response(let response) = answer else { return "no response" }
    #expect(response.status == status)
    return response.body.text
  }

  @Test func pagesAndTheirList() {
    var pages = pages()
    let list = body(get("/", &pages))
    #expect(
      list.contains("<title>&lt;project&gt;</title>") && list.contains("2 pages, 1 with problems"))
    #expect(
      list.contains("href=\"/odd%20%22%3C%C3%A9%3E.md\">odd &quot;&lt;é&gt;.md</a>"), "\(list)")
    #expect(body(get("/docs/", &pages)).contains("1 page, 1 with problems"))
    #expect(body(get("/docs", &pages)).contains("1 page, 1 with problems"))
    let page = body(get("/docs/a.md", &pages))
    #expect(page.contains("<article class=\"markdown\"><p>one</article>"))
    #expect(
      page.contains("&lt;m&gt;") && page.contains("<li>&lt;n&gt;</li>") && page.contains("[x-y]"))
    #expect(page.contains("<code class=\"copied\">a.src:1:2</code>"))
    #expect(page.contains("<a href=\"#b\">&lt;B&gt;</a>"))
    #expect(!page.contains("onclick") && !page.contains("style="))
  }

  /// What is no page is not there, and pictures are asked for by their paths.
  @Test func nothingElse() {
    var pages = pages()
    for path in [
      "/docs/a.src", "/docs/b.md", "/other/", "/_docbuild/", "/_docbuild/x", "/docs/a.md/",
      "/.git/config",
    ] {
      #expect(body(get(path, &pages), 404).contains("No such page"), "\(path)")
    }
    #expect(body(get("/docs/a.md", &pages, host: "evil.example"), 403).contains("--allow-host"))
    #expect(
      body(get("/_docbuild/events", &pages, host: "evil.example"), 403).contains("--allow-host"))
    guard case .file(let path) = get("/img/x.PNG", &pages) else {
      Issue.record("a picture")
      return
    }
    #expect(path == Array("img/x.PNG".utf8))
    guard case .events = get("/_docbuild/events", &pages) else {
      Issue.record("events")
      return
    }
  }

  /// A picture is shown as what its name says, and can run nothing; one that is not to be had is not there.
  @Test func pictures() {
    var request = Request()
    request.path = Array("/a.svg".utf8)
    let shown = pages().picture([1], at: request)
    #expect(shown.type == "image/svg+xml" && shown.policy.contains("sandbox"))
    #expect(shown.bytes(isHeadOnly: false, goesOn: true).text.contains("nosniff"))
    #expect(pages().picture(nil, at: request).status == 404)
  }

  @Test func headersOfAnAnswer() {
    let answer = Response(Array("x".utf8)).bytes(isHeadOnly: false, goesOn: false).text
    for header in [
      "Content-Length: 1\r\n", "Connection: close\r\n", "Referrer-Policy: no-referrer\r\n",
      "X-Content-Type-Options: nosniff\r\n", "Cross-Origin-Resource-Policy: same-origin\r\n",
      "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n",
    ] {
      #expect(answer.contains(header), "\(answer)")
    }
    #expect(!Response([]).policy.contains("unsafe"))
    #expect(
      Response(Array("x".utf8)).bytes(isHeadOnly: true, goesOn: true).text.hasSuffix("\r\n\r\n"))
  }

  /// Only what is another is told, with a path that breaks no event.
  @Test func eventsOfChanges() {
    var pages = pages()
    let first = pages.greeting
    var page = ShownPage(path: Array("a b\n.md".utf8), text: [1])
    #expect(pages.take(.page(page)).map(\.text) == ["event: page\ndata: a%20b%0A.md 4\n\n"])
    #expect(pages.take(.page(page)).isEmpty)
    page.text = [2]
    #expect(pages.take(.page(page)).count == 1)
    #expect(pages.take(.gone(page.path)).count == 1 && pages.take(.gone(page.path)).isEmpty)
    #expect(pages.take(.settled([])).isEmpty)
    #expect(pages.greeting != first)
  }

  /// A page and the greeting that comes after it say the same state, unless something has changed between them.
  @Test(arguments: [
    MessageToServer.page(ShownPage(path: Array("c.md".utf8), text: [1])),
    .changed(Array("p.png".utf8)),
  ])
  func whatChangesBeforeABrowserFollowsIsNotMissed(_ change: MessageToServer) {
    var pages = pages()
    let page = body(get("/docs/a.md", &pages))
    func isCurrent(_ pages: Pages) -> Bool {
      let greeted = pages.greeting.text.split(separator: "data: ").last?.prefix { $0 != "\n" }
      return page.contains("data-state=\"\(greeted ?? "-")\"")
    }
    #expect(isCurrent(pages))
    _ = pages.take(change)
    #expect(!isCurrent(pages))
  }

  /// What a page has become goes through a pipe, and what is cut there is nothing.
  @Test func whatAPageHasBecomeComesThrough() throws {
    var made = Pages.Rendered()
    made.html = Array("<p>x</p>\n".utf8)
    made.title = Array("T".utf8)
    made.outline = [(1, [], Array("T".utf8)), (2, Array("a".utf8), [])]
    let read = try #require(Pages.Rendered(made.bytes))
    #expect(read.html == made.html && read.title == made.title)
    #expect(
      read.outline.map(\.level) == [1, 2] && read.outline.map(\.id) == [[], Array("a".utf8)])
    #expect(Pages.Rendered(Pages.Rendered().bytes)?.html == [])
    for end in 0..<made.bytes.count {
      let cut = Pages.Rendered(Array(made.bytes[..<end]))
      #expect(cut == nil || cut?.html != made.html)
    }
  }
}
