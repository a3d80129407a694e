"""A person's photo beside the name."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from fieldteacher.domain.errors import UserError
from fieldteacher.domain.text import Text
from fieldteacher.ui.context import Ui
from fieldteacher.ui.photos.thumbnails import decoded
from fieldteacher.ui.tasks import Latest

_SIZE = QSize(66, 88)
_NAME = Text("照片", "Photo")


class Portrait(QLabel):
    """Hidden where there is no photo, or its content is not here."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._shown: str | None = None
        self._latest = Latest(ui.runner, self)
        self.setFixedSize(_SIZE)
        self.setAccessibleName(ui.t(_NAME))
        self.hide()

    def show_attachment(self, attachment: str | None) -> None:
        """Show a photo by its record's id."""
        if attachment == self._shown:
            return
        self._shown = attachment
        self._latest.forget()
        self.hide()
        if attachment is None:
            return
        services, scale = self._ui.services, self.devicePixelRatio()

        def read() -> QImage:
            row = services.records.need("attachment", attachment)
            return decoded(services.attachments.content(row["sha256"]), _SIZE * scale, fill=True)

        def there(image: QImage) -> None:
            image.setDevicePixelRatio(scale)
            self.setPixmap(QPixmap.fromImage(image))
            self.setVisible(not image.isNull())

        def failed(_error: UserError) -> None:
            self.setPixmap(QPixmap())

        self._latest.read(read, there, failed)
