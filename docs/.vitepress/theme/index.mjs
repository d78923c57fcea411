// The default theme with the system's fonts: nothing is downloaded.
import DefaultTheme from "vitepress/theme-without-fonts";
import "./style.css";

export default DefaultTheme;
