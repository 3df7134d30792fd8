/* Filters the page; it is whole without. Nothing here makes markup of text. */
(function () {
    "use strict";
    var form = document.getElementById("filter"), words = document.getElementById("words");
    var shown = document.getElementById("shown");
    var items = null;

    function textOf(element) {
        return element.textContent.toLowerCase();
    }

    function read() {
        items = Array.prototype.map.call(document.querySelectorAll(".item"), function (element) {
            var states = Array.prototype.map.call(element.querySelectorAll(":scope > .state"), function (state) {
                return { element: state, text: textOf(state) };
            });
            var text = textOf(element), own = text;
            if (states.length)
                own = Array.prototype.map.call(element.querySelectorAll(":scope > :not(.state)"), textOf).join(" ");
            return { element: element, text: text, own: own, states: states, verdict: element.dataset.v,
                     isOperator: element.classList.contains("operator") };
        });
    }

    function hasAll(text, wanted) {
        return wanted.every(function (word) { return text.indexOf(word) >= 0; });
    }

    /* Of an operator that is found by its states, those. */
    function show(item, wanted, verdicts) {
        var visible = verdicts[item.verdict] && hasAll(item.text, wanted), whole = hasAll(item.own, wanted);
        item.element.hidden = !visible;
        if (visible)
            item.states.forEach(function (state) {
                state.element.hidden = !whole && !hasAll(state.text, wanted);
            });
        return visible;
    }

    function filter() {
        var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), verdicts = {};
        var counts = { operators: 0, findings: 0 }, all = { operators: 0, findings: 0 };
        if (!items)
            read();
        Array.prototype.forEach.call(form.elements.verdict, function (box) { verdicts[box.value] = box.checked; });
        items.forEach(function (item) {
            var kind = item.isOperator ? "operators" : "findings";
            all[kind]++;
            counts[kind] += show(item, wanted, verdicts);
        });
        shown.textContent = counts.operators + " of " + all.operators + " operators and " + counts.findings + " of " +
            all.findings + " kinds of findings shown";
    }

    function foldAll(open) {
        Array.prototype.forEach.call(document.querySelectorAll(".operator, .state"), function (element) {
            if (!element.closest("[hidden]"))
                element.open = open;
        });
    }

    /* A link to an operator opens it, and shows it should the filter hide it. */
    function openTarget() {
        var target = location.hash && document.getElementById(location.hash.slice(1));
        if (!target)
            return;
        target.hidden = false;
        if (target.tagName === "DETAILS") {
            target.open = true;
            target.firstElementChild.focus({ preventScroll: true });
        }
        target.scrollIntoView();
    }

    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    document.getElementById("unfold").addEventListener("click", function () { foldAll(true); });
    document.getElementById("fold").addEventListener("click", function () { foldAll(false); });
    document.addEventListener("keydown", function (event) {
        if (event.key === "/" && event.target.tagName !== "INPUT") {
            event.preventDefault();
            words.focus();
        } else if (event.key === "Escape" && event.target === words && words.value) {
            event.preventDefault();
            words.value = "";
            filter();
        }
    });
    window.addEventListener("hashchange", openTarget);
    window.addEventListener("beforeprint", function () {
        Array.prototype.forEach.call(document.querySelectorAll(".block details"), function (element) {
            element.open = true;
        });
    });
    filter();
    openTarget();
})();
