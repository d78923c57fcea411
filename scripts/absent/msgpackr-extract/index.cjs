// Nothing: msgpackr then decodes in JavaScript.
module.exports = undefined;
