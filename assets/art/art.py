#!/usr/bin/env python3
"""The art of the nine certificate cards, drawn by geometry alone.

Run it: it writes <type>.svg beside itself, always the same bytes.
Each file has a `g.art` and, last, a `rect.scrim`: the calm left half on which white text
stands. Leave the scrim out where no text lies on the art (thumbnails).
viewBox 0 0 350 220; no script, no font, no outside file; ids start with the type's name.
"""
import math
import random
from pathlib import Path

W, H = 350, 220
TAU = 2 * math.pi


# ── small tools ──────────────────────────────────────────────────────────────
def n(x):
    """A number with one decimal, without a useless zero."""
    return f"{x:.1f}".removesuffix(".0")


def path(points, close=True):
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in points) + ("Z" if close else "")


def ground(colour):
    return f'<rect width="{W}" height="{H}" fill="{colour}"/>'


def filled(d, colour, more=""):
    return f'<path d="{d}" fill="{colour}"{more}/>'


def stroked(d, colour, width, more=""):
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{n2(width)}"{more}/>'


def n2(x):
    """A stroke width: two decimals, no trailing zeros."""
    return f"{x:.2f}".rstrip("0").rstrip(".")


# ── 社会保障卡: a window lattice before the moon ──────────────────────────────
def lattice(name):
    tile, half, eye = 44, 22, 12
    d = ""
    for col in range(2, 9):
        for row in range(-1, 6):
            x, y = col * tile - 2, row * tile
            cx, cy = x + half, y + half
            d += f"M{n(cx - eye)} {n(cy - eye)}h{2 * eye}v{2 * eye}h{-2 * eye}z"
            d += f"M{n(cx)} {n(cy - eye)}V{n(y)}M{n(cx)} {n(cy + eye)}V{n(y + tile)}"
            d += f"M{n(cx - eye)} {n(cy)}H{n(x)}M{n(cx + eye)} {n(cy)}H{n(x + tile)}"
            d += f"M{n(x)} {n(y)}h{tile}v{tile}"
    moon = f"{name}-moon"
    return (
        ground("#0d4450")
        + stroked(d, "#1f6974", 3.6)
        + f'<clipPath id="{moon}"><circle cx="266" cy="88" r="70"/></clipPath>'
        + f'<g clip-path="url(#{moon})">{ground("#efdcae")}<circle cx="292" cy="66" r="72" fill="#f6e9c8"/>'
        + stroked(d, "#0d4450", 4.4) + "</g>"
    )


# ── 机动车驾驶证: terraced fields round a hilltop, some under water ────────────
def terraces(name):
    steps = ["#0f4a3a", "#17604a", "#b4d6cd", "#237452", "#33885a", "#58a05c", "#cfe3c9",
             "#7cb55c", "#a5c863", "#5fa35a", "#d9e8c4", "#86bd60", "#3f9159"]
    out = ground("#0d4336")
    for k, colour in enumerate(steps):
        size = 206 - k * 14.6
        rim = []
        for i in range(180):
            t = i / 180 * TAU
            r = size * (1 + .10 * math.sin(3 * t + .6 + k * .05) + .05 * math.sin(5 * t - 1.1 + k * .22)
                        + .03 * math.sin(9 * t + k * .5))
            rim.append((282 + 1.12 * r * math.cos(t), 112 - k * 3.4 + .80 * r * math.sin(t)))
        out += filled(path([(x, y + 3.6) for x, y in rim]), "#072c23", ' fill-opacity=".55"')
        out += filled(path(rim), colour)
    tree = ('<path d="M283 55v22" stroke="#3c2c14" stroke-width="3"/><circle cx="283" cy="50" r="11" fill="#0f4a3a"/>'
            '<circle cx="291" cy="57" r="7" fill="#17604a"/>')
    return out + tree


# ── 营业执照: Atlas silk, warp-dyed, every edge feathered thread by thread ─────
def atlas(name):
    rnd = random.Random(7)
    column, threads = 58, 24
    thread = 2.42
    tall = [("#f4e6cf", 1.0), ("#c8354f", .80), ("#f0a43a", .56), ("#1f7f86", .30)]
    short = [("#f4e6cf", 1.0), ("#1f7f86", .80), ("#f4e6cf", .52), ("#c8354f", .30)]
    out = ground("#2a1d4d")
    for c, cx in enumerate([135, 193, 251, 309, 367]):
        even = c % 2 == 0
        for row in range(-1, 4):
            reach = 72 if even else 58
            cy = row * 120 + (0 if even else 60) + 20
            for colour, scale in tall if even else short:
                d = ""
                for b in range(threads):
                    x = cx - column / 2 + b * thread + thread / 2
                    t = (x - cx) / (column / 2 * (.2 + .8 * scale) * .98)
                    if abs(t) >= 1:
                        continue
                    edge = reach * scale * (1 - abs(t) ** 1.35) ** .8
                    up = edge + rnd.uniform(-5, 7) * (.5 + scale * .5)
                    down = edge + rnd.uniform(-5, 7) * (.5 + scale * .5)
                    if up + down >= 6:
                        d += f"M{n(x)} {n(cy - up)}V{n(cy + down)}"
                out += stroked(d, colour, thread + .25)
    for cx in (164, 222, 280, 338):                       # combs between the columns
        d = ""
        for k in range(-1, 14):
            for side in (-2.2, 2.2):
                d += f"M{cx + side:g} {n(k * 17 + rnd.uniform(-3, 3))}v{n(8 + rnd.uniform(-1, 3))}"
        out += stroked(d, "#f0a43a", 2.6)
    return out


# ── 居住证: patterned brickwork, a running bond whose headers draw diamonds ────
def bricks(name):
    wide, high, joint = 27, 13.2, 2.2
    by_ring = {0: "#f0c08d", 1: "#d98d58", 7: "#d98d58", 2: "#b8613a", 6: "#b8613a",
               3: "#9d4c2c", 5: "#9d4c2c", 4: "#833a21"}
    shapes = {}
    for row in range(-1, 16):
        for col in range(2, 15):
            x = col * (wide + joint) - (wide + joint) / 2 * (row % 2) - 8
            y = row * (high + joint) - 4
            ring = (abs(round((x + wide / 2 - 262) / ((wide + joint) / 2)))
                    + abs(round((y + high / 2 - 100) / (high + joint))))
            colour = "#f7dcb4" if ring == 0 else by_ring[ring % 8]
            shapes.setdefault(colour, []).append(f"M{n(x)} {n(y)}h{wide}v{high}h{-wide}z")
    return ground("#5b2413") + "".join(filled("".join(ds), colour) for colour, ds in shapes.items())


# ── 老年人优待证: a grape trellis, shade for sitting and talking ───────────────
def leaf(cx, cy, size, turn, colour, vein):
    rim = []
    for i in range(120):
        a = i / 120 * TAU
        r = (size * (.70 + .24 * math.cos(5 * a) + .06 * math.cos(10 * a))
             * (1 - .30 * max(0, math.cos(a - math.pi)) ** 3))
        rim.append((cx + r * math.cos(a + turn), cy + r * math.sin(a + turn)))
    root = f"M{n(cx - size * .32 * math.cos(turn))} {n(cy - size * .32 * math.sin(turn))}"
    veins = "".join(
        root + f"L{n(cx + size * .74 * math.cos(turn + k * TAU / 5))} {n(cy + size * .74 * math.sin(turn + k * TAU / 5))}"
        for k in (-1, 0, 1))
    return filled(path(rim), colour) + stroked(veins, vein, 1.5, ' stroke-linecap="round"')


def cluster(cx, cy, r, rows, tones):
    rnd = random.Random(int(cx * 3 + cy))
    berries = [(cx + (i - (count - 1) / 2) * r * 1.78, cy + j * r * 1.5, j, i)
               for j, count in enumerate(rows) for i in range(count)]
    out = ""
    for x, y, j, i in sorted(berries, key=lambda b: -b[2]):
        tone = tones[(i + j * 2 + rnd.randint(0, 1)) % len(tones)]
        out += f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{tone}"/>'
        out += f'<circle cx="{n(x - r * .3)}" cy="{n(y - r * .34)}" r="{n(r * .24)}" fill="#fff" fill-opacity=".55"/>'
    return out


def grapes(name):
    slats = "".join(f"M{x} -10L{x + 240} 230" for x in range(-60, 360, 62))
    slats += "".join(f"M{x} -10L{x - 240} 230" for x in range(160, 620, 62))
    out = ground("#37203f") + stroked(slats, "#5c3b5f", 6)
    out += stroked(slats, "#7a5578", 1.2, ' transform="translate(-2 -1)"')
    out += stroked("M120 8C170 -6 200 34 246 18S318 -2 360 26", "#8a6a3f", 5, ' stroke-linecap="round"')
    out += stroked("M246 18c8 20 4 30-2 44M306 10c10 16 12 34 6 56M186 22c6 14 4 22 0 32", "#8a6a3f", 3)
    out += cluster(186, 56, 8, [4, 3, 2, 1], ["#b58ad0", "#9468b4", "#a87cc6", "#7f559f"])
    out += cluster(243, 70, 10.5, [5, 4, 5, 4, 3, 2, 1], ["#c79be0", "#9a6bbd", "#b386d2", "#845aa6"])
    out += cluster(316, 66, 9, [4, 5, 4, 3, 2, 1], ["#d9c36a", "#b9a64b", "#e6d58c", "#a7933c"])
    for args in [(150, 10, 25, .5, "#5f9a55", "#37203f"), (214, 20, 31, 1.2, "#7db263", "#2f4d2b"),
                 (276, 16, 34, 2.2, "#5f9a55", "#24452a"), (336, 28, 28, .2, "#8abb68", "#2f4d2b"),
                 (283, 58, 19, 1.1, "#9cc677", "#3d6432"), (205, -4, 22, 1.7, "#4b8449", "#24452a")]:
        out += leaf(*args)
    return out


# ── 残疾人证: a river that finds its way round ────────────────────────────────
def river(name):
    ys = range(-6, 230, 4)

    def bed(y, off):                                      # x of a current `off` beside the middle, at height y
        return 252 + (38 - abs(off) * .10) * math.sin(y / 38 + .9) + 9 * math.sin(y / 19 + 2) + off

    edges = [-128, -104, -82, -62, -44, -28, -12, 10, 26, 42, 60, 80, 104, 130]
    depth = ["#153d6c", "#1a4a7f", "#215a93", "#2d6fa8", "#4a90bf", "#86bcd6", "#d6ebec",
             "#86bcd6", "#4a90bf", "#2d6fa8", "#215a93", "#1a4a7f", "#153d6c"]
    out = ground("#12335c")
    for left, right, colour in zip(edges, edges[1:], depth):
        bank = [(bed(y, left), y) for y in ys] + [(bed(y, right) + .6, y) for y in reversed(ys)]
        out += filled(path(bank), colour)
    for off, width, light, dash, start in [(-72, 1.5, ".35", "70 26", 0), (-36, 1.6, ".6", "54 20", 30),
                                           (-20, 1.6, ".85", "80 30", 12), (34, 1.6, ".85", "66 24", 44),
                                           (51, 1.6, ".55", "54 30", 5), (70, 1.5, ".35", "60 26", 60)]:
        out += stroked(path([(bed(y, off), y) for y in ys], False), "#fff", width,
                       f' stroke-opacity="{light}" stroke-dasharray="{dash}" stroke-dashoffset="{start}" stroke-linecap="round"')

    def island(top, bottom, off, width):
        left, right, parts = [], [], 24
        for i in range(parts + 1):
            y = top + (bottom - top) * i / parts
            w = width * math.sin(math.pi * i / parts) ** .8 if 0 < i < parts else 0
            left.append((bed(y, off) - w, y))
            right.append((bed(y, off) + w, y))
        return path(left + right[::-1])

    for sand, green in [((34, 84, -1, 10), (44, 76, -2, 5)), ((128, 196, 0, 12), (142, 186, 1, 6))]:
        out += filled(island(*sand), "#efd9a0") + filled(island(*green), "#6ea468")
    return out


# ── 结婚证: an eight-pointed knot of one ribbon, over, under, no end ───────────
def unit(p, q):
    length = math.dist(p, q)
    return (q[0] - p[0]) / length, (q[1] - p[1]) / length


def cross(p, u, q, v):
    """Where the line p + t·u meets the line q + s·v."""
    d = u[0] * v[1] - u[1] * v[0]
    t = ((q[0] - p[0]) * v[1] - (q[1] - p[1]) * v[0]) / d
    return p[0] + u[0] * t, p[1] + u[1] * t


def star(centre, size, points, skip, turn):
    return [(centre[0] + size * math.cos(turn + TAU * i * skip / points),
             centre[1] + size * math.sin(turn + TAU * i * skip / points)) for i in range(points)]


def weave(centre, corners, width, gap, colour, shine, edge):
    """Lay a ribbon along a star polygon so that it goes over and under in turn."""
    count = len(corners)
    sides = [(corners[i], corners[(i + 1) % count]) for i in range(count)]
    meets = {}
    for i, (a, b) in enumerate(sides):
        u, length, found = unit(a, b), math.dist(a, b), []
        for j, (c, d) in enumerate(sides):
            v = unit(c, d)
            if j in (i, (i + 1) % count, (i - 1) % count) or abs(u[0] * v[1] - u[1] * v[0]) < 1e-6:
                continue
            p = cross(a, u, c, v)
            along = (p[0] - a[0]) * u[0] + (p[1] - a[1]) * u[1]
            other = (p[0] - c[0]) * v[0] + (p[1] - c[1]) * v[1]
            if 1 < along < length - 1 and 1 < other < math.dist(c, d) - 1:
                found.append((along, j, v, p))
        meets[i] = sorted(found)
    over = {(i, m[1]): k % 2 == 0 for i in meets for k, m in enumerate(meets[i])}
    assert all(over[i, j] != over[j, i] for i, j in over), "a knot is over on one side only"

    out = ""
    for w, fill, line in ((width, colour, edge), (width * .24, shine, None)):
        d = ""
        for i, (a, b) in enumerate(sides):
            u = unit(a, b)
            rims = [(a[0] - u[1] * k * w / 2, a[1] + u[0] * k * w / 2) for k in (1, -1)]
            cuts = [(a, unit(centre, a))]
            for _, j, v, p in meets[i]:
                if over[i, j]:
                    continue
                across = (-v[1], v[0])                    # leave room for the ribbon above
                h = (width / 2 + gap) * (1 if across[0] * u[0] + across[1] * u[1] > 0 else -1)
                cuts += [((p[0] - across[0] * h, p[1] - across[1] * h), v),
                         ((p[0] + across[0] * h, p[1] + across[1] * h), v)]
            cuts.append((b, unit(centre, b)))
            for (p, v), (q, t) in zip(cuts[::2], cuts[1::2]):
                d += path([cross(rims[0], u, p, v), cross(rims[0], u, q, t),
                           cross(rims[1], u, q, t), cross(rims[1], u, p, v)])
        more = f' stroke="{line}" stroke-width="1.6" stroke-linejoin="round" paint-order="stroke"' if line else ""
        out += filled(d, fill, more)
    return out


def knot(name):
    d = ""
    for col in range(3, 10):
        for row in range(-1, 7):
            x, y = col * 40 + (20 if row % 2 else 0), row * 38 + 10
            d += path([(x + 13 * (1 if a % 2 == 0 else .62) * math.cos(a * math.pi / 8),
                        y + 13 * (1 if a % 2 == 0 else .62) * math.sin(a * math.pi / 8)) for a in range(16)])
    centre = (262, 88)
    return (
        ground("#74173a") + stroked(d, "#97305a", 1.8)
        + '<circle cx="262" cy="88" r="130" fill="#74173a"/>'
        + '<circle cx="262" cy="88" r="124" fill="none" stroke="#97305a" stroke-width="2"/>'
        + weave(centre, star(centre, 112, 8, 3, math.pi / 8), 11, 2.2, "#edc273", "#fdf0cf", "#5a0f2b")
        + weave(centre, star(centre, 31, 8, 3, 0), 4.4, 1.2, "#f4a6b4", "#ffe3e8", "#5a0f2b")
    )


# ── 护士执业证书: wheat before the cut ─────────────────────────────────────────
def ear(x, top, lean, scale, dark, light, stalk):
    foot = x - lean * .5
    out = stroked(f"M{n(foot - lean * .9)} 232Q{n(foot)} {n(top + 90)} {n(x)} {n(top + 8)}", stalk, 2.6 * scale)
    out += f'<g transform="translate({n(x)} {n(top)}) rotate({n(math.degrees(math.atan2(lean, 120)))}) scale({scale})">'
    awns = "".join(f"M{side * 6} {56 - k * 9}L{side * (15 + (2 if k % 2 else 0))} {18 - k * 9}"
                   for k in range(8) for side in (-1, 1))
    out += stroked(awns + "M0 -10V-40", light, 1.1, ' stroke-opacity=".75"')
    for k in range(8):
        y = 62 - k * 9
        for side in (-1, 1):
            out += (f'<ellipse cx="{side * 5.6}" cy="{y}" rx="4.3" ry="9.2" '
                    f'transform="rotate({side * 24} {side * 5.6} {y})" fill="{dark if side < 0 else light}"/>')
    return out + f'<ellipse cx="0" cy="-12" rx="4" ry="9" fill="{light}"/></g>'


def wheat(name):
    out = ground("#4a3a12") + filled("M96 220C150 176 250 166 350 150V220Z", "#6a5418")
    out += filled("M140 220C200 196 280 190 350 180V220Z", "#8a6d1f")
    for a in [(156, 84, 14, .8), (196, 38, 12, .85), (238, 24, -10, .85), (286, 18, 14, .85), (334, 40, 10, .85)]:
        out += ear(*a, "#a98526", "#bd9631", "#8a6d1f")
    for a in [(176, 92, 22, 1.02), (216, 50, -14, 1.1), (262, 36, 16, 1.2), (308, 54, -12, 1.15), (346, 78, 18, 1.05)]:
        out += ear(*a, "#dcaa3c", "#f3d27c", "#c79a35")
    return out


# ── 居民身份电子证: a tiled roof in autumn, ginkgo leaves come to rest ─────────────
def fan(cx, cy, size, turn, colour, vein):
    def at(reach, degrees):
        t = math.radians(degrees + turn)
        return cx + size * reach * math.sin(t), cy - size * reach * math.cos(t)

    def pt(p):
        return f"{n(p[0])} {n(p[1])}"

    rim = []
    for k in range(41):
        a = -64 + 128 * k / 40
        notch = .36 * math.exp(-(a / 5.5) ** 2)
        wave = .028 * math.sin(k * 2.1) + .02 * math.sin(k * .9 + 1)
        rim.append(at(1 - notch + wave - .06 * (abs(a) / 64) ** 3, a))
    root = at(0, 0)
    d = (f"M{pt(root)}Q{pt(at(.34, -70))} {pt(rim[0])}" + "".join(f"L{pt(p)}" for p in rim[1:])
         + f"Q{pt(at(.34, 70))} {pt(root)}Z")
    ribs = "".join(f"M{pt(at(.16, a * .85))}L{pt(at(.86, a))}" for a in range(-54, 55, 12) if abs(a) >= 6)
    stem = f"M{pt(root)}Q{pt(at(-.3, -2))} {pt(at(-.62, 7))}"
    return (filled(d, "#11161d", ' fill-opacity=".5" transform="translate(2.5 4)"') + filled(d, colour)
            + stroked(ribs, vein, max(.8, size * .022), ' stroke-linecap="round"')
            + stroked(stem, colour, size * .06, ' stroke-linecap="round"'))


def roof(name):
    rnd = random.Random(11)
    wide, step = 34, 17
    w = wide / 2
    tones = ["#3a4552", "#414d5b", "#475463", "#4e5c6b", "#39434f"]
    out = ground("#2c3440")
    # Lower rows first: each row of tiles lies over the one below it.
    for row in range(14, -2, -1):
        y = row * step - 6
        for col in range(2, 12):
            x = col * wide + (w if row % 2 else 0) - 8
            for edge, drop, colour in ((0, 26, "#1b222c"), (1, 22.5, rnd.choice(tones))):
                a, lip = w - edge, y + drop - 18
                out += filled(f"M{n(x - a)} {n(y - 6)}V{n(lip)}C{n(x - a)} {n(lip + 12)} {n(x - w * .5)} {n(y + drop)} {n(x)} {n(y + drop)}"
                              f"S{n(x + a)} {n(lip + 12)} {n(x + a)} {n(lip)}V{n(y - 6)}Z", colour)
            out += stroked(f"M{n(x - w + 2.4)} {n(y + 9)}C{n(x - w + 3.4)} {n(y + 17)} {n(x - w * .45)} {n(y + 20.6)} {n(x)} {n(y + 20.6)}"
                           f"S{n(x + w - 3.4)} {n(y + 17)} {n(x + w - 2.4)} {n(y + 9)}", "#8796a8", 1.1, ' stroke-opacity=".55"')
    tints = [("#f2b632", "#c9861a"), ("#ffd25e", "#d99a2b"), ("#e39a25", "#b36f12")]
    leaves = [(206, 40, 24, -150, 2), (262, 66, 52, 28, 1), (322, 30, 44, -32, 0), (318, 120, 40, 150, 0),
              (244, 140, 36, -48, 0), (290, 190, 46, 20, 1), (206, 196, 26, 70, 2), (338, 178, 26, -80, 2)]
    return out + "".join(fan(x, y, size, turn, *tints[tint]) for x, y, size, turn, tint in leaves)


# ── the nine cards: type → (ground of the scrim, art) ────────────────────────
CARDS = {
    "resident-identity": ("#2c3440", roof),  # 居民身份电子证  瓦上银杏
    "elder": ("#37203f", grapes),         # 老年人优待证  葡萄架
    "social": ("#0d4450", lattice),       # 社会保障卡    窗格望月
    "residence": ("#5b2413", bricks),     # 居住证        砖砌
    "driving": ("#0d4336", terraces),     # 机动车驾驶证  梯田
    "business": ("#2a1d4d", atlas),       # 营业执照      艾德莱斯绸
    "disability": ("#12335c", river),     # 残疾人证      河流
    "practice": ("#4a3a12", wheat),       # 护士执业证书  麦穗
    "marriage": ("#74173a", knot),        # 结婚证        八角同心结
}


def card(name):
    base, draw = CARDS[name]
    clip, fade = f"{name}-clip", f"{name}-fade"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" preserveAspectRatio="xMaxYMin slice">'
        f'<clipPath id="{clip}"><rect width="{W}" height="{H}"/></clipPath>'
        f'<linearGradient id="{fade}"><stop offset=".30" stop-color="{base}"/>'
        f'<stop offset=".50" stop-color="{base}" stop-opacity=".86"/>'
        f'<stop offset=".74" stop-color="{base}" stop-opacity="0"/></linearGradient>'
        f'<g class="art" clip-path="url(#{clip})">{draw(name)}</g>'
        f'<rect class="scrim" width="{W}" height="{H}" fill="url(#{fade})"/></svg>\n'
    )


if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    for name in CARDS:
        text = card(name)
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
        print(f"{name}.svg  {len(text.encode()) / 1000:.0f} kB")
