//! What is measured on a page, as expressions that are worth a list of what is wrong.

/// Texts with less than 4.5:1 between their colour and what they stand on. What is disabled may be pale.
pub const LOW_CONTRAST: &str = r"(() => {
    const parsed = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const under = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = parsed(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const wrong = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.disabled || element.closest('script, select, .skip')) continue;
        const style = getComputedStyle(element);
        const own = light(parsed(element.closest('svg') ? style.fill : style.color));
        const paper = light(under(element));
        const ratio = (Math.max(own, paper) + 0.05) / (Math.min(own, paper) + 0.05);
        if (ratio < 4.5) wrong.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)}: ${texts.currentNode.data.trim().slice(0, 30)}`);
    }
    return [...wrong];
})()";

/// Elements that reach over the edge of the screen, but for what scrolls by itself.
pub const WIDER_THAN_THE_SCREEN: &str = r"[...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.closest('.scroll, .hush, thead') && e.getBoundingClientRect().right > innerWidth + 0.5)
    .map(e => `${e.tagName}.${e.className}`)";

/// Controls of less than 24 by 24 pixels, but for links in a line of text.
pub const SMALL_TARGETS: &str = r"[...document.querySelectorAll('button, input, select, nav a')]
    .filter(e => e.checkVisibility() && !e.closest('.sheet thead'))
    .map(e => ({ e, box: e.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 24 || box.height < 24)
    .map(({ e, box }) => `${e.tagName} ${e.textContent} ${box.width}x${box.height}`)";

/// Texts and marks that reach over the edge of their chart.
pub const OUTSIDE_OF_CHARTS: &str = r"[...document.querySelectorAll('svg.chart')].flatMap(chart => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text, circle, path, line')]
        .map(e => ({ e, box: e.getBoundingClientRect() }))
        .filter(({ box }) => box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
        .map(({ e }) => `${e.tagName} ${e.textContent}`);
})";
