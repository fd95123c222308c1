"""What applications of tests take over from earlier ones is what each would have made itself."""

from werkzeug.routing import Rule

from tests.compiled import SharedRule


def same(one, other) -> bool:
    first, second = one.__code__, other.__code__
    return (first.co_code, first.co_consts, first.co_varnames) == (second.co_code, second.co_consts, second.co_varnames)


def test_every_address_is_built_as_a_route_of_its_own_builds_it(app, template, tmp_path):
    again = template.copy(tmp_path / "again")
    rules = list(again.url_map.iter_rules())
    assert len(rules) > 200
    for rule in rules:
        assert isinstance(rule, SharedRule)
        for more in (True, False):
            assert same(rule._compile_builder(more), Rule._compile_builder(rule, more)), rule
    firsts, seconds = ({str(rule): rule for rule in each.url_map.iter_rules()} for each in (app, again))
    assert all(seconds[name]._build.__func__ is rule._build.__func__ for name, rule in firsts.items())


def test_a_template_is_compiled_once_and_again_where_its_text_differs(app, template, tmp_path):
    again = template.copy(tmp_path / "again")
    assert app.jinja_env.bytecode_cache is again.jinja_env.bytecode_cache
    cache = app.jinja_env.bytecode_cache
    app.jinja_env.get_template("base.html")
    kept = dict(cache.kept)
    again.jinja_env.get_template("base.html")
    assert cache.kept == kept
    bucket = cache.get_bucket(app.jinja_env, "base.html", None, "other words")
    assert bucket.code is None
